import { type Bytes, encodeRune, fromRunes, isAscii, runes } from './utf8.ts'

/** Go's package `unicode` and the case functions of `strings`, over code points and byte strings. */
const is =
  (pattern: RegExp) =>
  (rune: number): boolean =>
    rune >= 0 && rune <= 0x10ffff && pattern.test(String.fromCodePoint(rune))

export const isLetter: (rune: number) => boolean = is(/\p{L}/u)
export const isDigit: (rune: number) => boolean = is(/\p{Nd}/u)
export const isNumber: (rune: number) => boolean = is(/\p{N}/u)
export const isUpper: (rune: number) => boolean = is(/\p{Lu}/u)
export const isLower: (rune: number) => boolean = is(/\p{Ll}/u)
export const isTitle: (rune: number) => boolean = is(/\p{Lt}/u)
export const isPunct: (rune: number) => boolean = is(/\p{P}/u)
export const isSpace: (rune: number) => boolean = is(/\p{White_Space}/u)
/** Letters, marks, numbers, punctuation, symbols, and of spaces the ASCII one. */
export const isPrint: (rune: number) => boolean = is(/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u)

/** `unicode.ToUpper`: one code point to one, so `ß` stays. */
export function toUpperRune(rune: number): number {
  const upper = single(toText(rune).toUpperCase())
  if (upper !== undefined) return upper
  // Letters with iota subscript have a one-character capital that JavaScript's full mapping does not use.
  if (rune >= 0x1f80 && rune <= 0x1faf) return rune | 8
  return rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3 ? rune + 9 : rune
}

/** `unicode.ToLower`. */
export function toLowerRune(rune: number): number {
  return rune === 0x130 ? 0x69 : (single(toText(rune).toLowerCase()) ?? rune)
}

/** `unicode.ToTitle`: as `ToUpper`, but for digraphs such as `ǆ` and for Georgian, which has no title case. */
export function toTitleRune(rune: number): number {
  if (rune >= 0x1c4 && rune <= 0x1cc) return rune - ((rune - 0x1c4) % 3) + 1
  if (rune >= 0x1f1 && rune <= 0x1f3) return 0x1f2
  return rune >= 0x10d0 && rune <= 0x10ff ? rune : toUpperRune(rune)
}

/** `strings.Map`: bytes that are no UTF-8 become U+FFFD, but for text that is ASCII throughout. */
export function mapRunes(bytes: Bytes, change: (rune: number) => number): Bytes {
  return fromRunes(runes(bytes).map(change))
}

/** `strings.ToUpper`. */
export function toUpper(bytes: Bytes): Bytes {
  return isAscii(bytes) ? bytes.toUpperCase() : mapRunes(bytes, toUpperRune)
}

/** `strings.ToLower`. */
export function toLower(bytes: Bytes): Bytes {
  return isAscii(bytes) ? bytes.toLowerCase() : mapRunes(bytes, toLowerRune)
}

/** `strings.TrimSpace`. */
export function trimSpace(bytes: Bytes): Bytes {
  if (isAscii(bytes)) return bytes.trim()
  const all = runes(bytes)
  let start = 0
  let end = bytes.length
  for (let index = 0; index < all.length && isSpace(all[index] ?? 0); index++) start += width(all[index] ?? 0)
  if (start === bytes.length) return ''
  for (let index = all.length - 1; index >= 0 && isSpace(all[index] ?? 0); index--)
    end -= width(all[index] ?? 0)
  return bytes.slice(start, end)
}

const width = (rune: number): number => encodeRune(rune).length
const toText = (rune: number): string => String.fromCodePoint(rune)

/** The one code point a text consists of. */
function single(text: string): number | undefined {
  const rune = text.codePointAt(0)
  return rune !== undefined && text === String.fromCodePoint(rune) ? rune : undefined
}
