/**
 * Go's `strings.Compare`: the order of two texts by their bytes in UTF-8. Negative, zero or positive.
 *
 * That is the order of code points. JavaScript's own order differs where a character beyond U+FFFF meets one from
 * U+E000 to U+FFFF.
 */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

/** Surrogates belong behind all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}
