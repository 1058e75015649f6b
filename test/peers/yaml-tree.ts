import type { YamlNode } from '../../server/src/go/yaml/node.ts'
import { resolveValue } from '../../server/src/go/yaml/resolve.ts'

/** A node as the suite writes it: what is usual is left out. `at` is line and column in runes, 1-based. */
export interface Tree {
  readonly kind: string
  readonly tag?: string
  readonly tagged?: true
  readonly value?: string
  readonly style?: string
  readonly flow?: true
  readonly anchor?: string
  readonly head?: string
  readonly line?: string
  readonly foot?: string
  readonly content?: readonly Tree[]
  readonly at?: readonly number[]
}

type Position = (offset: number) => readonly number[]

export function treeOf(node: YamlNode, position?: Position): Tree {
  const { kind, tag, value, style, anchor } = node
  const [head, line, foot] = [node.headComment?.text, node.lineComment?.text, node.footComment?.text]
  return {
    kind,
    ...(kind === 'document' || kind === 'alias' ? {} : { tag }),
    ...(node.isTagged ? { tagged: true as const } : {}),
    ...(value === '' ? {} : { value }),
    ...(style === 'plain' ? {} : { style }),
    ...(node.isFlow ? { flow: true as const } : {}),
    ...(anchor === '' ? {} : { anchor }),
    ...(head ? { head } : {}),
    ...(line ? { line } : {}),
    ...(foot ? { foot } : {}),
    ...(node.content.length > 0 ? { content: node.content.map(child => treeOf(child, position)) } : {}),
    ...(position ? { at: position(node.start) } : {}),
  }
}

export function withoutPlaces({ at: _, content, ...rest }: Tree): Tree {
  return content ? { ...rest, content: content.map(withoutPlaces) } : rest
}

/** Kind, value and place of every node but the document, in the order of the text. */
export function placesOf({ kind, value = '', at, content = [] }: Tree): readonly unknown[] {
  const below = content.flatMap(placesOf)
  return kind === 'document' ? below : [[kind, value, at], ...below]
}

/** Turns UTF-16 offsets into line and column, both from 1, the column in runes. */
export function positionIn(text: string): Position {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  return offset => {
    const line = starts.findLastIndex(start => start <= offset)
    return [line + 1, [...text.slice(starts[line] ?? 0, offset)].length + 1]
  }
}

/** Whether go-yaml's value of a node is known from JSON: string keys, no tags of its own. */
export function isComparable(node: YamlNode): boolean {
  if (node.kind === 'scalar') return /^!!(str|int|float|bool|null)$/.test(node.tag) && !node.isTagged
  if (node.kind !== 'mapping') return node.content.every(isComparable)
  return node.content.every((child, at) =>
    at % 2 === 1 ? isComparable(child) : child.kind === 'scalar' && child.tag === '!!str',
  )
}

export function contentOf(node: YamlNode | undefined, anchors: Map<string, YamlNode> = new Map()): unknown {
  if (!node) return undefined
  if (node.anchor !== '') anchors.set(node.anchor, node)
  if (node.kind === 'document') return contentOf(node.content[0], anchors)
  if (node.kind === 'alias') return contentOf(anchors.get(node.value), anchors)
  if (node.kind === 'sequence') return node.content.map(child => contentOf(child, anchors))
  if (node.kind === 'mapping') {
    const pairs = node.content.flatMap((key, at) =>
      at % 2 === 0 ? [[key.value, contentOf(node.content[at + 1], anchors)] as const] : [],
    )
    return Object.fromEntries(pairs)
  }
  if (node.tag === '!!null') return null
  const isTyped = /^!!(int|float|bool)$/.test(node.tag) && node.style === 'plain' && !node.isTagged
  const value = isTyped ? resolveValue(node.value) : node.value
  return typeof value === 'bigint' ? Number(value) : value
}
