import { type NodeStyle, shortTag, type YamlNode } from './node.ts'
import { resolveTag } from './resolve.ts'

/** The tag that has to be written, if any, and a scalar's style before it is known whether that can hold it. */
export function presentation(node: YamlNode): { readonly tag: string; readonly style: NodeStyle } {
  const { kind, tag, style, value } = node
  const multiline = style === 'plain' && value.includes('\n') ? 'literal' : style
  if (tag === '' || node.isTagged) return { tag, style: multiline }
  const short = shortTag(tag)
  if (kind !== 'scalar') return { tag: short === (kind === 'mapping' ? '!!map' : '!!seq') ? '' : tag, style }
  if (short === '!!str') {
    const needsQuotes = multiline === 'plain' && resolveTag(value) !== '!!str'
    return { tag: '', style: needsQuotes ? 'double' : multiline }
  }
  return { tag: resolveTag(value) === short ? '' : tag, style: multiline }
}

/** A tag's handle and suffix: `!!`, `!`, or none for one that has to be written as `!<…>`. */
export function tagParts(tag: string): readonly [handle: string, suffix: string] {
  if (tag.startsWith('!!')) return ['!!', tag.slice(2)]
  return tag.startsWith('!') ? ['!', tag.slice(1)] : ['', tag]
}
