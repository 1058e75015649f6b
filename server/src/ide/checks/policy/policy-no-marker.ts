import { isReached } from '../../../flux/automation/is-reached.ts'
import { isUpdateFile } from '../../../flux/automation/update-path.ts'
import { isDead } from '../../../flux/chain/applied.ts'
import { formatPolicyRef, type PolicyRef } from '../../../flux/markers/setter.ts'
import { canonicalOf, type UnmarkedImage, unmarkedImages } from '../../../flux/markers/unmarked-images.ts'
import { recalledOfFiles } from '../../../flux/workspace/recalled.ts'
import { markersOf, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { moveMarker } from '../../fixes/marker-edits.ts'
import type { PlacedPolicy } from '../../placed-policies.ts'
import { imageOf } from '../marker/marked-value.ts'

/** A policy that no marker names, where its image is written without one (docs/flux.md §4.5, row 41). */
export const policyNoMarker: Check = {
  codes: [
    {
      code: 'policy-no-marker',
      severity: 'information',
      flux: 'A policy selects a tag, and that alone changes no file: Flux writes it at the markers that name the policy. A policy without markers may be meant for another repository; where its image stands in this one without a marker, it most likely was forgotten.',
    },
  ],
  *findings({ snapshot, placedPolicies }) {
    for (const placed of placedPolicies) {
      const ref = refOf(placed)
      if (ref === undefined || isUsed(snapshot, placed, ref)) continue
      const image = imageOf(snapshot, { policy: ref, part: 'image' })
      const canonical = image && canonicalOf(image)
      const places = canonical ? placesOf(snapshot, ref, canonical) : []
      if (places.length === 0 || isMentioned(snapshot, ref)) continue
      const paths = [...new Set(places.map(({ file }) => file.path))]
      const where =
        paths.length > 3
          ? `${paths.slice(0, 2).join(', ')} and ${paths.length - 2} more files`
          : paths.join(', ')
      yield {
        span: placed.policy.span,
        message: `No marker names this policy, so that Flux writes nothing of it, and its image stands without one in ${where}. Mark the values that it is to update.`,
        fixes: () => marking(places, ref),
        related: places.map(({ file: { path }, scalar: { span } }) => ({
          path,
          span,
          message: `${image} without a marker`,
        })),
      }
    }
  },
}

type Unmarked = UnmarkedImage & { readonly file: SourceFile }

/** The name by which markers mean a policy; undefined where clusters have it in several namespaces. */
function refOf({ policy, variants }: PlacedPolicy): PolicyRef | undefined {
  const [namespace, ...others] = new Set(variants.map(one => one.namespace))
  return namespace === undefined || others.length > 0 ? undefined : { namespace, name: policy.name }
}

function isUsed(snapshot: Snapshot, { variants }: PlacedPolicy, ref: PolicyRef): boolean {
  if (markersOf(snapshot, ref).length > 0) return true
  return variants.every(({ path, resource }) => isDead(snapshot, path, resource.span[0]))
}

/** Where the image stands, in the files that an automation may change; in all where the workspace has no automation. */
function placesOf(snapshot: Snapshot, policy: PolicyRef, canonical: string): readonly Unmarked[] {
  const automations = [...snapshot.index.automations.values()].flat()
  const setter = { policy, part: 'image' } as const
  return (filesByImage(snapshot, 'all').get(canonical) ?? []).flatMap(file => {
    const { path } = file
    const isCovered =
      automations.length === 0 || automations.some(one => isReached(snapshot, one, { path, setter }))
    const images = isCovered ? imagesOf(snapshot, file).get(canonical) : undefined
    return images?.map(one => ({ ...one, file })) ?? []
  })
}

// A repository has hundreds of policies without markers, often of one image: its files are looked through once for all.
const filesByImage = recalledOfFiles(({ files }, _: 'all') => {
  const found = new Map<string, SourceFile[]>()
  for (const file of files.values()) {
    if (!isUpdateFile(file.path)) continue
    for (const name of file.facts.imageNames) {
      const known = found.get(name)
      if (known === undefined) found.set(name, [file])
      else known.push(file)
    }
  }
  return found
})

const imagesOf = recalledOfFiles((_, { facts }: SourceFile) =>
  unmarkedImages(facts.problem ? [] : facts.documents),
)

/** Whether a comment names the policy that Flux does not read as a marker: that is reported by itself. */
function isMentioned({ files }: Snapshot, ref: PolicyRef): boolean {
  const name = formatPolicyRef(ref)
  return [...files.values()].some(({ text }) => {
    const at = text.indexOf(name)
    return at !== -1 && !/[\w.-]/.test(text.charAt(at + name.length))
  })
}

function marking(places: readonly Unmarked[], policy: PolicyRef): readonly Fix[] {
  const nothing = { span: [0, 0], text: '', position: 'line' } as const
  const edits = places.map(({ file, scalar, part }) =>
    scalar.lineComment
      ? undefined
      : moveMarker('', file, nothing, [{ scalar, setter: { policy, part } }])?.edits.at(-1),
  )
  const known = edits.flatMap(edit => edit ?? [])
  if (known.length < edits.length) return []
  const title = `Mark ${places.length === 1 ? 'it' : `the ${places.length} values`} for ${formatPolicyRef(policy)}`
  return [{ title, edits: known, isGuess: true }]
}
