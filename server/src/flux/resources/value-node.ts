import { resolveValue } from '../../go/yaml/resolve.ts'
import type { MapValue, Value } from '../../kustomize/values/value.ts'
import type { Mapping, Node, Scalar, ScalarStyle } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/**
 * An effective object as a node, so that one reader serves files and what kustomizations make of them. What was
 * written in another file than `file` has the span `elsewhere`, so that no span points into a wrong text, and its
 * true place as `elsewhere`; so has what `postBuild` puts in place of a variable. `text` is that of `file`, where the
 * quotes of scalars matter: one that does not stand there to the letter counts as a block scalar.
 */
export function objectNode(value: MapValue, file: string, elsewhere: Span, text?: string): Mapping {
  const placeOf = ({ source, span }: Value): Pick<Node, 'span' | 'elsewhere'> =>
    source.file === file && source.change?.by !== 'postBuild'
      ? { span }
      : { span: elsewhere, elsewhere: { path: source.file, span } }
  const toNode = (one: Value): Node => {
    if (one.kind === 'map') return toMapping(one)
    if (one.kind === 'list') {
      return { kind: 'sequence', ...placeOf(one), flow: one.flow, items: one.items.map(toNode) }
    }
    const isPlain = one.style.startsWith('plain')
    const place = placeOf(one)
    return {
      kind: 'scalar',
      ...place,
      text: one.text,
      value: typed(one.text, one.tag, isPlain),
      style:
        text === undefined
          ? isPlain
            ? 'plain'
            : 'double'
          : isPlain && place.elsewhere
            ? 'plain'
            : styleOf(text.slice(...place.span), one.text),
    }
  }
  const toMapping = (one: MapValue): Mapping => ({
    kind: 'mapping',
    ...placeOf(one),
    flow: one.flow,
    entries: one.entries.map(({ key, value: inner }) => ({
      key: { kind: 'scalar', ...placeOf(inner), text: key, value: key, style: 'plain' },
      value: toNode(inner),
    })),
  })
  return toMapping(value)
}

function styleOf(raw: string, text: string): ScalarStyle {
  if (raw === text) return 'plain'
  if (raw.slice(1, -1) !== text) return 'literal'
  return raw.startsWith("'") ? 'single' : raw.startsWith('"') ? 'double' : 'literal'
}

/** What the readers of resources ask of a value: whether it is null, true, false or a number, and else its text. */
function typed(text: string, tag: string, isPlain: boolean): Scalar['value'] {
  if (tag === '!!null') return null
  if (isPlain && (tag === '!!int' || tag === '!!float')) return resolveValue(text)
  return isPlain && (text === 'true' || text === 'false') ? text === 'true' : text
}
