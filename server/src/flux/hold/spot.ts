import { exactPlace } from '../../kustomize/values/inline-text.ts'
import type { PlaceSpan } from '../../kustomize/values/value-of-node.ts'
import type { Entry, Mapping, Node, Scalar, Sequence, YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { readDocuments } from '../../text/yaml.ts'
import type { SourceFile } from '../workspace/source-file.ts'

/** A collection on the way to a place, and the entry or item of it that goes on. Spans are those of the file. */
export interface WayStep {
  readonly container: Mapping | Sequence
  /** Absent for an item. */
  readonly entry?: Entry
  /** From the key, or the beginning of the item, to the end of the value. */
  readonly span: Span
  /** Where the parts of the container's text stand in the file. */
  readonly place: PlaceSpan
  /** Whether it, and all around it in the same text, is written in lines, not in braces. */
  readonly isBlock: boolean
  /** Whether it stands in the text of a scalar: an inline patch. */
  readonly isInner: boolean
}

/** Where something stands in a file: the way to it from the outermost collection, and the scalar that it is a part of the text of. */
export interface Spot {
  readonly steps: readonly WayStep[]
  /** Where the document begins, when it is all in braces. */
  readonly root: number
  readonly outer?: Scalar
}

/** The way to a place in a file's YAML, and on in the YAML of an inline patch; undefined where it is no part of any document. */
export function spotAt({ text, facts }: SourceFile, span: Span): Spot | undefined {
  const found = descend(facts.documents, span, one => one)
  if (found === undefined) return undefined
  const { steps, root, leaf } = found
  if (leaf?.kind !== 'scalar' || isSame(leaf.span, span)) return { steps, root }
  const place = exactPlace(leaf, 0, text)
  const inner = place && descend(readDocuments(leaf.text), span, place)
  if (inner === undefined) return { steps, root, outer: leaf }
  const innerSteps = inner.steps.map(step => ({ ...step, isInner: true }))
  return { steps: [...steps, ...innerSteps], root, outer: leaf }
}

interface Descent {
  readonly steps: readonly WayStep[]
  readonly root: number
  readonly leaf: Node | undefined
}

function descend(documents: readonly YamlDocument[], target: Span, place: PlaceSpan): Descent | undefined {
  const root = documents.find(one => one.root && holds(place(one.root.span), target))?.root
  if (root === undefined) return undefined
  const steps: WayStep[] = []
  let isBlock = true
  let leaf: Node | undefined = root
  for (let node: Node | undefined = root; node; ) {
    leaf = node
    const next: { readonly entry?: Entry; readonly node: Node } | undefined = within(node, target, place)
    if (next === undefined || (node.kind !== 'mapping' && node.kind !== 'sequence')) break
    isBlock &&= !node.flow
    const start = (next.entry?.key ?? next.node).span[0]
    const span: Span = [place([start, start])[0], place(next.node.span)[1]]
    steps.push({
      container: node,
      ...(next.entry ? { entry: next.entry } : {}),
      span,
      place,
      isBlock,
      isInner: false,
    })
    node = next.node
  }
  return { steps, root: place(root.span)[0], leaf }
}

function within(
  node: Node,
  target: Span,
  place: PlaceSpan,
): { readonly entry?: Entry; readonly node: Node } | undefined {
  if (node.kind === 'mapping') {
    for (const entry of node.entries)
      if (entry.value && holds(place(entry.value.span), target)) return { entry, node: entry.value }
  }
  const item = node.kind === 'sequence' ? node.items.find(one => holds(place(one.span), target)) : undefined
  return item && { node: item }
}

function holds(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1]
}

function isSame(a: Span, b: Span): boolean {
  return a[0] === b[0] && a[1] === b[1]
}
