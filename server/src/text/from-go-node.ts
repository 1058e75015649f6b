import type { NodeComment, YamlNode } from '../go/yaml/node.ts'
import { resolveValue } from '../go/yaml/resolve.ts'
import type { Comment, Entry, Node, ScalarStyle } from './node.ts'
import type { Span } from './span.ts'

/** A node of go-yaml's as the project's own. `at` turns the node's offsets into the file's. */
export function fromGoNode(node: YamlNode, at: (offset: number) => number, inFlow = false): Node {
  const made = bareNode(node, [at(node.start), at(node.end)], at, inFlow || node.isFlow)
  if (node.lineComment) made.lineComment = comment(node.lineComment, at)
  if (node.headComment) made.headComment = comment(node.headComment, at)
  if (node.anchor !== '') made.anchor = node.anchor
  if (node.isTagged) made.tag = node.tag
  return made
}

type Writable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never

function bareNode(
  node: YamlNode,
  span: Span,
  at: (offset: number) => number,
  inFlow: boolean,
): Writable<Node> {
  const { kind, value: text, style, tag, isFlow: flow } = node
  if (kind === 'mapping') return { kind, span, flow, entries: entries(node, at, inFlow) }
  if (kind === 'sequence')
    return { kind, span, flow, items: node.content.map(item => fromGoNode(item, at, inFlow)) }
  if (kind === 'alias') return { kind, span, name: text }
  const value = scalarValue(text, style, tag)
  return inFlow
    ? { kind: 'scalar', span, text, value, style, inFlow }
    : { kind: 'scalar', span, text, value, style }
}

/** A scalar's value by its resolved tag. */
export function scalarValue(
  text: string,
  style: ScalarStyle,
  tag: string,
): string | number | bigint | boolean | null {
  if (tag === '!!null') return null
  const isTyped = tag === '!!int' || tag === '!!float' || tag === '!!bool'
  return style === 'plain' && isTyped ? resolveValue(text) : text
}

function entries({ content }: YamlNode, at: (offset: number) => number, inFlow: boolean): readonly Entry[] {
  const found: Entry[] = []
  for (let i = 0; i + 1 < content.length; i += 2) {
    const [key, value] = [content[i], content[i + 1]]
    if (key && value) found.push({ key: fromGoNode(key, at, inFlow), value: fromGoNode(value, at, inFlow) })
  }
  return found
}

function comment({ text, starts }: NodeComment, at: (offset: number) => number): Comment {
  const last = text.split('\n').findLast(line => line !== '') ?? ''
  return { span: [at(starts[0] ?? 0), at((starts.at(-1) ?? 0) + last.length)], text }
}
