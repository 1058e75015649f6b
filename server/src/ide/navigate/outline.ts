import type { Marker } from '../../flux/markers/marker.ts'
import { formatPolicyRef, formatSetter } from '../../flux/markers/setter.ts'
import { type KindName, kindNames } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { groupBy } from '../../text/group-by.ts'
import { field, textAt, type YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/** Something that the outline of a file, or the search for symbols, lists. */
export interface NamedSymbol {
  readonly name: string
  readonly detail: string
  readonly kind: KindName | 'object' | 'marker'
  /** All of it; `nameSpan` lies within. */
  readonly span: Span
  readonly nameSpan: Span
}

/** One line of an outline, with those below it. */
export interface OutlineItem extends NamedSymbol {
  readonly children: readonly OutlineItem[]
}

/** The objects of image automation and of Flux in a file, and the objects that hold markers, with their markers below. */
export function outline(snapshot: Snapshot, path: string): readonly OutlineItem[] {
  const file = snapshot.files.get(path)
  if (file === undefined || !mayHold(file)) return []
  const { documents, markers } = file.facts
  const marked = groupBy(markers, ({ document }) => document)
  const symbols = symbolsOf(snapshot, file)
  let next = 0
  return documents.flatMap(({ root, span: [, end] }, index) => {
    const first = next
    while ((symbols[next]?.span[0] ?? end) < end) next++
    return itemsOf(root, symbols.slice(first, next), marked.get(index) ?? [])
  })
}

function itemsOf(
  root: YamlDocument['root'],
  symbols: readonly NamedSymbol[],
  markers: readonly Marker[],
): readonly OutlineItem[] {
  const found = markers.map(markerItem)
  if (root === undefined || (markers.length === 0 && symbols.length > 1))
    return symbols.map(one => ({ ...one, children: [] }))
  const [only] = symbols
  if (symbols.length === 1 && only) return [{ ...only, children: found }]
  const name = field(root, 'metadata', 'name')
  const kind = textAt(root, 'kind')
  if (markers.length === 0) return []
  // Helm values and the like are no objects: their markers stand at the top.
  if (kind === undefined || name?.kind !== 'scalar' || name.text === '') return found
  const span = markers.reduce<Span>((whole, { span }) => joined(whole, span), root.span)
  return [{ name: name.text, detail: kind, kind: 'object', span, nameSpan: name.span, children: found }]
}

/** The objects of image automation, and those of Flux, that are written in a file. */
export function symbolsOf(snapshot: Snapshot, file: SourceFile): readonly NamedSymbol[] {
  const images = file.facts.resources.map((resource): NamedSymbol => {
    const placed = snapshot.unanswered.recall(byNode).get(resource.node)
    const namespace = placed ?? resource.namespace
    return {
      name: namespace === undefined ? resource.name : formatPolicyRef({ namespace, name: resource.name }),
      detail: resource.kind,
      kind: resource.kind,
      span: joined(resource.node.span, resource.span),
      nameSpan: resource.span,
    }
  })
  const others = file.facts.fluxObjects.map(
    ({ kind, name, namespace, node, span }): NamedSymbol => ({
      name: namespace === undefined ? name : formatPolicyRef({ namespace, name }),
      detail: kind,
      kind: 'object',
      span: joined(node.span, span),
      nameSpan: span,
    }),
  )
  return [...images, ...others].toSorted((a, b) => a.span[0] - b.span[0])
}

/** The namespaces of resources by what they were read from. */
function byNode({ index }: Snapshot): ReadonlyMap<unknown, string> {
  const all = [...index.placed.values()]
  return new Map(
    all.flatMap(({ resource, namespace }) =>
      namespace === undefined ? [] : [[resource.node, namespace] as const],
    ),
  )
}

function markerItem({ name, setter, span, value }: Marker): OutlineItem {
  return {
    name: setter ? formatSetter(setter) : name,
    detail: value.scalar.text,
    kind: 'marker',
    span: joined(value.span, span),
    nameSpan: span,
    children: [],
  }
}

/** Seen from the text: most files of a repository hold nothing of it, and are not parsed for that. */
function mayHold({ text, facts }: SourceFile): boolean {
  return (
    text.includes('toolkit.fluxcd.io') ||
    kindNames.some(kind => text.includes(kind)) ||
    facts.markers.length > 0
  )
}

function joined(a: Span, b: Span): Span {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])]
}
