import type { MapValue, Value } from '../../kustomize/values/value.ts'
import type { Mapping, Node } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/**
 * An effective object as a node, so that one reader serves files and what kustomizations make of them. What was
 * written in another file than `file` has the span `elsewhere`, so that no span points into a wrong text.
 */
export function objectNode(value: MapValue, file: string, elsewhere: Span): Mapping {
  const spanOf = (one: Value): Span => (one.source.file === file ? one.span : elsewhere)
  const toNode = (one: Value): Node => {
    if (one.kind === 'map') return toMapping(one)
    if (one.kind === 'list') {
      return { kind: 'sequence', span: spanOf(one), flow: one.flow, items: one.items.map(toNode) }
    }
    const isPlain = one.style.startsWith('plain')
    const style = isPlain ? 'plain' : 'double'
    return {
      kind: 'scalar',
      span: spanOf(one),
      text: one.text,
      value: typed(one.text, one.tag, isPlain),
      style,
    }
  }
  const toMapping = (one: MapValue): Mapping => ({
    kind: 'mapping',
    span: spanOf(one),
    flow: one.flow,
    entries: one.entries.map(({ key, value: inner }) => ({
      key: { kind: 'scalar', span: spanOf(inner), text: key, value: key, style: 'plain' },
      value: toNode(inner),
    })),
  })
  return toMapping(value)
}

/** What the readers of resources ask of a value: whether it is null, true or false, and else its text. */
function typed(text: string, tag: string, isPlain: boolean): string | boolean | null {
  if (tag === '!!null') return null
  return isPlain && (text === 'true' || text === 'false') ? text === 'true' : text
}
