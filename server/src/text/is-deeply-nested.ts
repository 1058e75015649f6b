/** More than any manifest has, and far less than a recursive parser's stack holds. */
const MAX_DEPTH = 300

/**
 * Whether a text may be nested deeply, whatever is wrong in it otherwise: brackets within brackets, or spaces and
 * `- - -` at the start of a line. Brackets in strings count as well.
 */
export function isDeeplyNested(text: string): boolean {
  let brackets = 0
  let signs = 0
  let isAtStart = true
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 0x5b || c === 0x7b) brackets++
    else if ((c === 0x5d || c === 0x7d) && brackets > 0) brackets--
    if (c === 0x0a || c === 0x0d) [isAtStart, signs] = [true, 0]
    else if (isAtStart && (c === 0x20 || c === 0x2d || c === 0x3f || c === 0x3a)) signs++
    else isAtStart = false
    if (brackets > MAX_DEPTH || signs > MAX_DEPTH) return true
  }
  return false
}
