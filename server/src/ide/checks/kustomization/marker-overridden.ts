import { live } from '../../../flux/chain/live.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { reached } from '../../../kustomize/build/reached.ts'
import type { Target } from '../../../kustomize/build/target.ts'
import type { FluxRoot } from '../../../kustomize/flux/flux-roots.ts'
import { textAt as textOfValue, valueAt } from '../../../kustomize/values/value.ts'
import { field, type Node, textAt } from '../../../text/node.ts'
import type { Place } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { markedValues } from '../marker/marked-value.ts'

/** A marked image of which `images` of a kustomization set the tag afterwards. */
export const markerOverridden: Check = {
  codes: [
    {
      code: 'marker-overridden',
      severity: 'warning',
      flux: 'An entry of `images`, in a kustomization or in `spec.images` of a Flux Kustomization, sets the tag or the digest of every container that has an image of its name, after all else. What Flux writes at a marker below it never reaches the cluster. Reported where that is so in every Kustomization that applies the file, and the entry has no marker of its own.',
    },
  ],
  *findings({ file, snapshot }) {
    const marked = markedValues(file).filter(({ setter, key }) => setter.part === 'image' && key === 'image')
    if (marked.length === 0) return
    const { roots, tool } = snapshot.unanswered.recall(live)
    if (tool !== undefined || roots.some(mayBringMore)) return
    const reading = roots.filter(({ target }) => [...reached(target)].some(one => reads(one, file.path)))
    if (reading.length === 0) return
    const images = file.facts.documents.flatMap(({ root }) =>
      textAt(root, 'kind') === 'CustomResourceDefinition' ? [] : containerImages(root),
    )
    for (const { marker } of marked) {
      const { scalar, span } = marker.value
      if (!images.some(image => image.span[0] === scalar.span[0])) continue
      const name = scalar.text.split('@')[0]?.replace(/:[\w][\w.-]*$/, '') ?? ''
      const entries = reading.map(root => overriddenBy(snapshot, root, file.path, name))
      const [entry] = entries
      if (entry === undefined || entries.includes(undefined)) continue
      yield {
        span,
        message: `images in ${entry.path} set the version of ${visible(name)}, so that what Flux writes here never reaches the cluster. Move the marker to that entry, or remove the entry.`,
        related: [{ ...entry, message: 'the entry of images' }],
      }
    }
  },
}

/** Whether a root may bring other Kustomizations than are seen. Manifests that decide nothing are not read: no matter. */
function mayBringMore({ isIncomplete, lacks, unknowns }: FluxRoot): boolean {
  return isIncomplete && (lacks.length === 0 || unknowns.length > 0)
}

function reads({ facts }: Target, path: string): boolean {
  return facts.some(fact => 'read' in fact && fact.read === path)
}

/** Where `images` set the version of an image, on every way from a root to a file; undefined where they do not. */
function overriddenBy(snapshot: Snapshot, root: FluxRoot, path: string, name: string): Place | undefined {
  const targets = [...reached(root.target)]
  // What is renamed on the way is matched by its other name.
  if (root.target.isCyclic || targets.some(one => entriesOf(snapshot, one, name).some(isRenaming)))
    return undefined
  const inSpec = specEntry(snapshot, root, name)
  if (inSpec || targets.every(one => ownEntry(snapshot, one, name) === undefined)) return inSpec
  const known = new Map<Target, Place | undefined>()
  for (const target of targets.toReversed()) {
    const below = target.uses.filter(one => [...reached(one)].some(used => reads(used, path)))
    const places = below.map(one => known.get(one))
    const isBelow = below.length > 0 && !reads(target, path) && !places.includes(undefined)
    known.set(target, ownEntry(snapshot, target, name) ?? (isBelow ? places[0] : undefined))
  }
  return known.get(root.target)
}

function ownEntry(snapshot: Snapshot, target: Target, name: string): Place | undefined {
  const found = entriesOf(snapshot, target, name).find(isSetting)
  return found && target.file !== undefined ? unmarked(snapshot, target.file, found.span) : undefined
}

function entriesOf({ files }: Snapshot, { file = '' }: Target, name: string): readonly Node[] {
  const list = field(files.get(file)?.facts.documents[0]?.root, 'images')
  return list?.kind === 'sequence' ? list.items.filter(item => textAt(item, 'name') === name) : []
}

function isSetting(entry: Node): boolean {
  return Boolean(textAt(entry, 'newTag') || textAt(entry, 'digest'))
}

function isRenaming(entry: Node): boolean {
  return Boolean(textAt(entry, 'newName'))
}

function specEntry(snapshot: Snapshot, { kustomization }: FluxRoot, name: string): Place | undefined {
  const list = valueAt(kustomization.body, 'spec', 'images')
  const found = (list?.kind === 'list' ? list.items : []).find(
    item =>
      textOfValue(item, 'name') === name &&
      (textOfValue(item, 'newTag') !== '' || textOfValue(item, 'digest') !== ''),
  )
  return found && unmarked(snapshot, found.source.file, found.span)
}

/** A place, unless a marker stands in it, or a comment that was meant as one. */
function unmarked({ files }: Snapshot, path: string, span: Place['span']): Place | undefined {
  const text = files.get(path)?.text
  const line = text?.slice(span[0]).indexOf('\n', span[1] - span[0]) ?? -1
  const end = line === -1 ? text?.length : span[0] + line
  return text === undefined || /imagepolicy/i.test(text.slice(span[0], end)) ? undefined : { path, span }
}

/** The images that `images` look at: of all that is in a list `containers` or `initContainers`. */
function containerImages(node: Node | undefined): readonly Node[] {
  if (node?.kind === 'sequence') return node.items.flatMap(containerImages)
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    const isContainers = key.kind === 'scalar' && /^(?:containers|initContainers)$/.test(key.text)
    const own =
      isContainers && value?.kind === 'sequence'
        ? value.items.flatMap(item => field(item, 'image') ?? [])
        : []
    return [...own, ...containerImages(value)]
  })
}
