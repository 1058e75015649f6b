import type { Span } from '../../text/span.ts'

/**
 * Where the key of a value stands that a kustomization's patch brings: the name right before the value's first
 * character. Undefined where something else stands there, as `value` does in a JSON 6902 patch.
 */
export function keyBefore(text: string, name: string, [start]: Span): Span | undefined {
  const from = Math.max(0, start - furthest)
  const before = text.slice(from, start)
  const at = before.lastIndexOf(name)
  if (at === -1 || /[\w-]$/.test(before.slice(0, at))) return undefined
  return /^["']?\s*:(?:\s|#[^\n]*\n)*$/.test(before.slice(at + name.length))
    ? [from + at, from + at + name.length]
    : undefined
}

/** No key is looked for further off, in UTF-16 units. */
const furthest = 500
