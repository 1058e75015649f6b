import { isPrint } from '../unicode.ts'
import { type Bytes, decodeRune, encodeRune, runeError } from '../utf8.ts'

/** `strconv.Quote`: in double quotes, escaped as Go source; bytes that are no UTF-8 as `\xff`. */
export function quote(bytes: Bytes): Bytes {
  return quoteWith(bytes, '"', false)
}

/** `strconv.QuoteToASCII`. */
export function quoteToAscii(bytes: Bytes): Bytes {
  return quoteWith(bytes, '"', true)
}

/** `strconv.QuoteRune`, or `QuoteRuneToASCII`: in single quotes; U+FFFD for what is no code point. */
export function quoteRune(rune: number, toAscii: boolean): Bytes {
  const valid = rune >= 0 && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff)
  return `'${escapeRune(valid ? rune : runeError, "'", toAscii)}'`
}

/** `strconv.CanBackquote`: on one line, without a backquote or a control character but tab, and without a BOM. */
export function canBackquote(bytes: Bytes): boolean {
  for (let index = 0; index < bytes.length; ) {
    const [rune, width] = decodeRune(bytes, index)
    index += width
    if (
      width > 1
        ? rune === 0xfeff
        : rune === runeError || (rune < 0x20 && rune !== 9) || rune === 0x60 || rune === 0x7f
    ) {
      return false
    }
  }
  return true
}

function quoteWith(bytes: Bytes, mark: string, toAscii: boolean): Bytes {
  let text = mark
  for (let index = 0; index < bytes.length; ) {
    const [rune, width] = decodeRune(bytes, index)
    text +=
      width === 1 && rune === runeError
        ? `\\x${hex(bytes.charCodeAt(index), 2)}`
        : escapeRune(rune, mark, toAscii)
    index += width
  }
  return text + mark
}

function escapeRune(rune: number, mark: string, toAscii: boolean): Bytes {
  const character = String.fromCodePoint(rune)
  if (character === mark || character === '\\') return `\\${character}`
  if (toAscii ? rune < 0x80 && isPrint(rune) : isPrint(rune)) return encodeRune(rune)
  const short = shorts.get(character)
  if (short !== undefined) return short
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0')

const shorts: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
])
