/**
 * A Go string: bytes, one character (0 to 255) each. So length, slices, order and columns are Go's, and bytes that
 * are no UTF-8 survive. Text enters by `toBytes` and leaves by `toText`.
 */
export type Bytes = string

/** What Go decodes a broken byte to: U+FFFD. */
export const runeError = 0xfffd

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function toBytes(text: string): Bytes {
  return isAscii(text)
    ? text
    : Array.from(text, character => encodeRune(character.codePointAt(0) ?? 0)).join('')
}

/** The text that bytes spell; each byte that is no UTF-8 becomes U+FFFD, as Go's `range` and JSON have it. */
export function toText(bytes: Bytes): string {
  return isAscii(bytes)
    ? bytes
    : runes(bytes)
        .map(rune => String.fromCodePoint(rune))
        .join('')
}

/** Whether the bytes are well-formed UTF-8. */
export function isValidUtf8(bytes: Bytes): boolean {
  return isAscii(bytes) || toBytes(toText(bytes)) === bytes
}

/** Whether all of it is ASCII: then bytes and text are the same. */
export function isAscii(bytes: Bytes): boolean {
  return !/[^\0-\x7f]/.test(bytes)
}

/** `utf8.EncodeRune`: the bytes of one code point; U+FFFD for what is none. */
export function encodeRune(rune: number): Bytes {
  if (!(rune >= 0 && rune <= 0x10ffff) || (rune >= 0xd800 && rune <= 0xdfff)) return '\xef\xbf\xbd'
  if (rune < 0x80) return String.fromCharCode(rune)
  const low = (shift: number): number => 0x80 | ((rune >> shift) & 0x3f)
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), low(0))
  if (rune < 0x10000) return String.fromCharCode(0xe0 | (rune >> 12), low(6), low(0))
  return String.fromCharCode(0xf0 | (rune >> 18), low(12), low(6), low(0))
}

/** `utf8.DecodeRuneInString` at an index: code point and width in bytes; U+FFFD and 1 for a broken byte, 0 at the end. */
export function decodeRune(bytes: Bytes, index = 0): readonly [rune: number, width: number] {
  if (index >= bytes.length) return [runeError, 0]
  const first = bytes.charCodeAt(index)
  if (first < 0x80) return [first, 1]
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  let rune = first & (0xff >> (width + 1))
  for (let next = 1; next < width; next++) {
    const byte = bytes.charCodeAt(index + next)
    if ((byte & 0xc0) !== 0x80) return [runeError, 1]
    rune = (rune << 6) | (byte & 0x3f)
  }
  const tooShort = width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000
  const broken = first < 0xc2 || first > 0xf4 || rune < tooShort || rune > 0x10ffff || rune >> 11 === 0x1b
  return broken ? [runeError, 1] : [rune, width]
}

/** `[]rune(s)`. */
export function runes(bytes: Bytes): number[] {
  const found: number[] = []
  for (let index = 0; index < bytes.length; ) {
    const [rune, width] = decodeRune(bytes, index)
    found.push(rune)
    index += width
  }
  return found
}

/** `utf8.RuneCountInString`. */
export function runeCount(bytes: Bytes): number {
  return isAscii(bytes) ? bytes.length : runes(bytes).length
}

/** `string(runes)`. */
export function fromRunes(all: Iterable<number>): Bytes {
  return Array.from(all, encodeRune).join('')
}
