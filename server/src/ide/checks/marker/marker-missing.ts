import { isReached } from '../../../flux/automation/is-reached.ts'
import { formatPolicyRef, type PolicyRef, type Setter } from '../../../flux/markers/setter.ts'
import { canonicalOf, unmarkedImages } from '../../../flux/markers/unmarked-images.ts'
import {
  type Candidate,
  candidatesIn,
  kustomizationSetting,
  reasonOf,
} from '../../../flux/onboard/candidates.ts'
import { knownPolicies } from '../../../flux/onboard/known-policy.ts'
import { markerEdits } from '../../../flux/onboard/marker-edits.ts'
import { markersOf, policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check, Finding } from '../../check.ts'
import { moveMarker } from '../../fixes/marker-edits.ts'
import { imageOf, markedValues } from './marked-value.ts'

/** An image without a marker where one of the same image has one, in this file or another (docs/flux.md §4.5, row 41). */
export const markerMissing: Check = {
  codes: [
    {
      code: 'marker-missing',
      severity: 'hint',
      flux: 'Flux updates marked values only. Two containers of one image drift apart where only one of them is marked, and a copied manifest often loses its markers. In another file it is reported only where an automation would write the value there.',
    },
  ],
  *findings({ file, snapshot }) {
    const tracked = new Map<string, Setter>()
    for (const { setter } of markedValues(file)) {
      const image = setter.part === 'image' ? imageOf(snapshot, setter) : undefined
      const canonical = image && canonicalOf(image)
      if (canonical && policies(snapshot, setter.policy).length > 0) tracked.set(canonical, setter)
    }
    yield* elsewhere(snapshot, file, new Set(tracked.keys()))
    if (tracked.size === 0) return
    const images = unmarkedImages(file.facts.documents)
    const found = [...tracked].flatMap(([canonical, setter]) =>
      (images.get(canonical) ?? []).flatMap(({ scalar, part }) =>
        part === 'image' ? [{ scalar, setter }] : [],
      ),
    )
    for (const { scalar, setter } of found) {
      const { span } = scalar
      const mark = moveMarker('', file, { span: [0, 0], text: '', position: 'line' }, [{ scalar, setter }])
      const edit = scalar.lineComment ? undefined : mark?.edits.at(-1)
      yield {
        span,
        message: `No marker here, and ${formatPolicyRef(setter.policy)} updates the same image elsewhere in this file.`,
        fixes: () =>
          edit ? [{ title: `Mark it for ${formatPolicyRef(setter.policy)}`, edits: [edit] }] : [],
      }
    }
  },
}

/** Images of which a policy updates another file, and would this one, too. */
function* elsewhere(snapshot: Snapshot, file: SourceFile, tracked: ReadonlySet<string>): Iterable<Finding> {
  const scanned = snapshot.unanswered.recall(scannedImages)
  if (![...file.facts.imageNames].some(name => scanned.has(name) && !tracked.has(name))) return
  for (const candidate of candidatesIn(snapshot, file)) {
    const { placed } = candidate
    const [value] = placed.values.filter(({ part }) => part !== 'name')
    const known =
      value && !tracked.has(canonicalOf(placed.image.name) ?? '') ? updatedBy(snapshot, candidate) : undefined
    if (value === undefined || known === undefined) continue
    const { policy, path } = known
    yield {
      span: value.scalar.span,
      message: `No marker here, and ${formatPolicyRef(policy)} updates the same image in ${path}.`,
      fixes: () => marking(candidate, policy),
    }
  }
}

function scannedImages({ index }: Snapshot): ReadonlySet<string> {
  const all = [...index.repositories.values()].flat()
  return new Set(all.flatMap(({ resource: { image } }) => canonicalOf(image?.value ?? '') ?? []))
}

/** A policy that takes the tag in use, updates another file, and whose automation writes this one. */
function updatedBy(
  snapshot: Snapshot,
  { placed }: Candidate,
): { readonly policy: PolicyRef; readonly path: string } | undefined {
  const { path } = placed.file
  if (reasonOf(snapshot, placed.file) !== undefined || kustomizationSetting(snapshot, placed) !== undefined)
    return undefined
  const automations = [...snapshot.index.automations.values()].flat()
  for (const {
    policy: { resource },
    namespace,
  } of knownPolicies(snapshot, placed)) {
    const policy = { namespace, name: resource.name }
    const setter = { policy, part: 'tag' } as const
    const isCovered = automations.some(
      one => !one.resource.suspend && isReached(snapshot, one, { path, setter }),
    )
    const other = markersOf(snapshot, policy).find(one => one.path !== path)
    if (isCovered && other) return { policy, path: other.path }
  }
  return undefined
}

function marking({ placed }: Candidate, policy: PolicyRef): readonly Fix[] {
  const edits = markerEdits(placed, policy)
  if ('reason' in edits) return []
  const { text } = placed.file
  return [
    {
      title: `Mark it for ${formatPolicyRef(policy)}`,
      edits: edits.map(one => ({ ...one, oldText: text.slice(...one.span) })),
      isGuess: true,
    },
  ]
}
