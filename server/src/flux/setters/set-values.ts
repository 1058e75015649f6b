import type { YamlNode } from '../../go/yaml/node.ts'
import { isYaml11NonString } from '../../go/yaml/resolve.ts'
import { commentSetter } from './comment-setter.ts'

/** A scalar that Flux gave another value. */
export interface SetValue {
  readonly node: YamlNode
  readonly setter: string
  readonly old: string
  readonly new: string
  /** The setter was the comment's own, of no policy. */
  readonly isOwn: boolean
}

/**
 * Gives each marked scalar of an object its setter's value, in place, and tells what `tell` makes of those that
 * changed, in document order. It is asked at once, while the values further down are still the old ones. Only values
 * count: no keys, no aliases, no collections; of two keys of one name only the first.
 */
export function setValues<Told>(
  node: YamlNode,
  defined: ReadonlyMap<string, string>,
  tell: (change: SetValue) => Told,
): readonly Told[] {
  const changed: Told[] = []
  const visit = (at: YamlNode): void => {
    if (at.kind === 'sequence') for (const item of at.content) visit(item)
    if (at.kind === 'scalar') {
      const change = setValue(at, defined)
      if (change) changed.push(tell(change))
    }
    if (at.kind !== 'mapping') return
    const seen = new Set<string>()
    for (let i = 0; i + 1 < at.content.length; i += 2) {
      const [key, value] = [at.content[i], at.content[i + 1]]
      if (key && value && !seen.has(key.value)) visit(value)
      if (key) seen.add(key.value)
    }
  }
  visit(node)
  return changed
}

function setValue(node: YamlNode, defined: ReadonlyMap<string, string>): SetValue | undefined {
  const comment = node.lineComment?.text || node.headComment?.text
  const setter = comment ? commentSetter(comment, defined) : undefined
  if (!setter) return undefined
  const old = node.value
  node.value = setter.value
  if (setter.type !== undefined) formatNonString(node, setter.type)
  return setter.value === old
    ? undefined
    : { node, setter: setter.name, old, new: setter.value, isOwn: setter.isOwn }
}

/** `FormatNonStringStyle`: quotes a value that YAML 1.1 would not read as a string, and drops quotes otherwise. */
function formatNonString(node: YamlNode, type: string): void {
  if (!isYaml11NonString(node.value)) return
  const tag = TYPE_TAGS[type]
  if (tag === undefined) return
  const isQuoted = node.style === 'single' || node.style === 'double'
  if (type === 'string' && !isQuoted) setStyle(node, 'double')
  if (type !== 'string' && isQuoted) setStyle(node, 'plain')
  if (node.tag === '!!null') setStyle(node, 'plain')
  else node.tag = tag
}

/** In go-yaml the style tells too whether the tag is written: with another style it no longer is. */
function setStyle(node: YamlNode, style: YamlNode['style']): void {
  node.style = style
  node.isTagged = false
}

const TYPE_TAGS: Readonly<Record<string, string>> = {
  string: '!!str',
  integer: '!!int',
  boolean: '!!bool',
  number: '!!float',
}
