import type { Mapping, Node, Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { resolvePlain } from './scalar-tag.ts'
import type { MapEntry, ScalarValue, Source, Value } from './value.ts'

/** Where a node of a text stands in its file: itself, unless the text is a scalar of another file. */
export type PlaceSpan = (span: Span) => Span

/**
 * The value of a document's tree, as kustomize loads it: aliases and merge keys are replaced by what they stand
 * for (kyaml's `deAnchor`). Costs nothing to make where there is no alias: parts are converted when asked for.
 * An alias without its anchor is null; the parser has reported it. So are all where they would blow up the tree.
 */
export function valueOfNode(root: Node, source: Source, place: PlaceSpan = span => span): Value {
  if (!hasAlias(root) || hasExcessiveAliases(root)) return plain(root, source, place)
  return expanded(root, source, place, new Map())
}

/** Whether aliases of aliases make a tree that is too large to go through: more than 400,000 nodes, as for go-yaml. */
export function hasExcessiveAliases(root: Node): boolean {
  return hasAlias(root) && expandedSize(root, new Map()) > 400_000
}

function expandedSize(node: Node, anchors: Map<string, number>): number {
  const sum = (nodes: readonly (Node | undefined)[]) =>
    nodes.reduce((size, inner) => size + (inner ? expandedSize(inner, anchors) : 1), 1)
  if (node.kind === 'alias') return anchors.get(node.name) ?? 1
  const size =
    node.kind === 'scalar'
      ? 1
      : sum(node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value))
  if (node.anchor !== undefined) anchors.set(node.anchor, size)
  return size
}

function plain(node: Node, source: Source, place: PlaceSpan): Value {
  const span = place(node.span)
  if (node.kind === 'sequence') {
    const items = node.items.map(item => plain(item, source, place))
    return { kind: 'list', flow: node.flow, span, source, items }
  }
  if (node.kind === 'mapping') {
    const entries = node.entries.map(({ key, value }) =>
      entryOf(key, value ? plain(value, source, place) : nothing(span, source)),
    )
    return { kind: 'map', flow: node.flow, span, source, entries }
  }
  return node.kind === 'scalar' ? scalar(node, span, source) : nothing(span, source)
}

function scalar(node: Scalar, span: Span, source: Source): ScalarValue {
  const isPlain = node.style === 'plain'
  const isTagged = node.tag !== undefined && node.tag !== '!'
  const tag = isTagged ? (node.tag ?? '') : isPlain ? resolvePlain(node.text).tag : '!!str'
  const style = isPlain ? (isTagged ? 'plain tagged' : 'plain') : isTagged ? 'quoted tagged' : 'quoted'
  return { kind: 'scalar', text: node.text, tag, style, span, source }
}

function nothing(span: Span, source: Source): ScalarValue {
  return { kind: 'scalar', text: '', tag: '!!null', style: 'plain', span, source }
}

function entryOf(key: Node, value: Value): MapEntry {
  if (key.kind !== 'scalar') return { key: '', value }
  const isTyped = key.style === 'plain' && resolvePlain(key.text, '1.1').tag !== '!!str'
  return isTyped ? { key: key.text, value, isTypedKey: true } : { key: key.text, value }
}

function hasAlias(node: Node): boolean {
  if (node.kind === 'alias') return true
  if (node.kind === 'sequence') return node.items.some(hasAlias)
  return (
    node.kind === 'mapping' &&
    node.entries.some(({ key, value }) => isMergeKey(key) || (value && hasAlias(value)))
  )
}

function isMergeKey(key: Node): boolean {
  return key.kind === 'scalar' && key.style === 'plain' && key.text === '<<'
}

function expanded(node: Node, source: Source, place: PlaceSpan, anchors: Map<string, Value>): Value {
  const value = withoutAlias(node, source, place, anchors)
  if (node.kind !== 'alias' && node.anchor !== undefined) anchors.set(node.anchor, value)
  return value
}

function withoutAlias(node: Node, source: Source, place: PlaceSpan, anchors: Map<string, Value>): Value {
  const span = place(node.span)
  switch (node.kind) {
    case 'alias':
      return anchors.get(node.name) ?? nothing(span, source)
    case 'scalar':
      return scalar(node, span, source)
    case 'sequence':
      return {
        kind: 'list',
        flow: node.flow,
        span,
        source,
        items: node.items.map(item => expanded(item, source, place, anchors)),
      }
    case 'mapping':
      return { kind: 'map', flow: node.flow, span, source, entries: merged(node, source, place, anchors) }
  }
}

/** The entries of a mapping behind those of its merge key; of a list of maps to merge the first wins. */
function merged(
  node: Mapping,
  source: Source,
  place: PlaceSpan,
  anchors: Map<string, Value>,
): readonly MapEntry[] {
  const own: MapEntry[] = []
  const toMerge: Value[] = []
  for (const { key, value } of node.entries) {
    const converted = value ? expanded(value, source, place, anchors) : nothing(place(node.span), source)
    if (isMergeKey(key)) toMerge.push(...(converted.kind === 'list' ? converted.items : [converted]))
    else own.push(entryOf(key, converted))
  }
  const entries = [...own]
  const keys = new Set(own.map(entry => entry.key))
  for (const map of toMerge) {
    for (const entry of map.kind === 'map' ? map.entries : []) {
      if (!keys.has(entry.key)) entries.push(entry)
      keys.add(entry.key)
    }
  }
  return entries
}
