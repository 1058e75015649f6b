/**
 * Whether a text is these parts in their order, with anything between them, from its beginning to a place that
 * `isEnd` takes. Linear, unlike an expression with several `.*`.
 */
export function isPartsInOrder(
  text: string,
  parts: readonly string[],
  isEnd: (place: number) => boolean,
): boolean {
  const [first = '', ...others] = parts
  if (!text.startsWith(first)) return false
  const last = others.pop()
  if (last === undefined) return isEnd(first.length)
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  for (let found = text.indexOf(last, at); found >= 0; found = text.indexOf(last, found + 1)) {
    if (isEnd(found + last.length)) return true
    if (found >= text.length) return false
  }
  return false
}
