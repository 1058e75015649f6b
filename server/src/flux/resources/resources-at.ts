import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { type MapValue, type Value, valueAt } from '../../kustomize/values/value.ts'
import { field, type Mapping, type Node } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import type { ImageResource } from './kinds.ts'
import type { Placed } from './resource-index.ts'
import { toResource } from './resources.ts'
import { objectNode } from './value-node.ts'

/**
 * The resources of which a value is written in a file, as clusters receive them: those that begin in it, and those
 * that a patch or a replacement in it changes, each in every form that kustomizations make of it. What of them is
 * written in another file has `elsewhere`, in nodes and fields, and the span of the resource's name.
 *
 * A resource that no cluster receives in any form is read as it stands in the file. So is one whose `apiVersion` and
 * `spec` are in every form as they stand there, and what `postBuild` puts in place of a variable: its text is the file's.
 * Nothing is told of a file that only a kustomization reads which is too large to be evaluated.
 */
export function resourcesAt({ index }: Snapshot, file: SourceFile): readonly ImageResource[] {
  const forms = index.writtenIn.get(file.path) ?? []
  const placed = forms.flatMap(form => readForm(form, file))
  const nodes = new Set(forms.map(([, { resource }]) => resource.node))
  const isPlaced = ({ node }: ImageResource) => nodes.has(node)
  const others = forms.filter(([{ place }]) => place.file !== file.path)
  const isPatch = ({ node }: ImageResource) =>
    others.some(([{ body }]) => hasValueIn(body, file.path, node.span))
  const isUnknown = forms.length === 0 && index.tooLarge.files.has(file.path)
  const alone = isUnknown ? [] : file.facts.resources.filter(one => !isPlaced(one) && !isPatch(one))
  return [...new Set([...placed, ...alone])]
}

/**
 * A resource as clusters receive it, in nodes and fields: as it stands in its own file where nothing changes its
 * `spec`, else as kustomizations make it. Undefined where its file is not known.
 */
export function receivedForm(snapshot: Snapshot, placed: Placed): ImageResource | undefined {
  const file = snapshot.files.get(placed.path)
  const own = file?.facts.resources.find(({ node }) => node === placed.resource.node)
  if (file === undefined || own === undefined) return undefined
  const read = readFrom(snapshot, placed)
  const form = read && placed.files().has(placed.path) ? ([read, placed] as const) : undefined
  return (form && readForm(form, file)[0]) ?? own
}

/** The object that a resource was read from: every value of it knows where it is written. */
export function readFrom(snapshot: Snapshot, placed: Placed): EffectiveResource | undefined {
  return snapshot.unanswered.recall(sources).get(placed)
}

/** What each resource was read from. */
function sources({ index }: Snapshot): ReadonlyMap<Placed, EffectiveResource> {
  return new Map([...index.placed].map(([read, placed]) => [placed, read]))
}

function readForm(
  [{ body, place }, { resource }]: readonly [EffectiveResource, Placed],
  file: SourceFile,
): readonly ImageResource[] {
  const own =
    place.file === file.path ? file.facts.resources.find(({ node }) => node === resource.node) : undefined
  const isSame = (name: string) => isUntouched(valueAt(body, name), own && field(own.node, name), file.path)
  if (own && isSame('apiVersion') && isSame('spec')) return [own]
  const read = toResource(objectNode(body, file.path, own?.span ?? [0, 0], file.text))
  return read ? [read] : []
}

/** Whether a value is as its file has it, `node`: nothing came from elsewhere, and nothing was removed. */
function isUntouched(value: Value | undefined, node: Node | undefined, path: string): boolean {
  if (value === undefined) return node === undefined
  const { source } = value
  if (source.file !== path || (source.change && source.change.by !== 'postBuild')) return false
  if (value.kind === 'scalar') return true
  if (value.kind === 'list')
    return (
      !(node?.kind === 'sequence' && node.items.length > value.items.length) &&
      value.items.every((item, at) =>
        isUntouched(item, node?.kind === 'sequence' ? node.items[at] : undefined, path),
      )
    )
  return (
    !(node?.kind === 'mapping' && isAnyRemoved(node, value)) &&
    value.entries.every(entry => isUntouched(entry.value, node && field(node, entry.key), path))
  )
}

/** Whether an object lacks a field of its file. One without a value is as good as none. */
function isAnyRemoved({ entries }: Mapping, value: MapValue): boolean {
  const known = new Set(value.entries.map(({ key }) => key))
  return entries.some(
    ({ key, value: inner }) =>
      key.kind === 'scalar' &&
      key.text !== '<<' &&
      !known.has(key.text) &&
      !(inner === undefined || (inner.kind === 'scalar' && inner.value === null)),
  )
}

/** Whether a value of an object is written in a part of a file. */
function hasValueIn(value: Value, path: string, span: Span): boolean {
  const isHere = value.source.file === path && span[0] <= value.span[0] && value.span[1] <= span[1]
  if (isHere || value.kind === 'scalar') return isHere
  const inner = value.kind === 'map' ? value.entries.map(entry => entry.value) : value.items
  return inner.some(one => hasValueIn(one, path, span))
}
