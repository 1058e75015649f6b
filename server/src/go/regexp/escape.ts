import type { GoError } from '../go-error.ts'
import { type Cursor, isAlnum, next, peek, syntaxError } from './cursor.ts'

const named: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** An escape for one character, `\` at the cursor: its code point (Go's `parseEscape`). */
export function readEscape(cursor: Cursor): number | GoError {
  const start = cursor.at
  cursor.at++
  if (peek(cursor) < 0) return syntaxError('trailing backslash at end of expression', '')
  return readRune(cursor) ?? syntaxError('invalid escape sequence', cursor.text.slice(start, cursor.at))
}

function readRune(cursor: Cursor): number | undefined {
  const rune = next(cursor)
  const digit = octal(rune)
  // A single digit but 0 would be a back-reference.
  if (digit >= 0) return digit === 0 || octal(peek(cursor)) >= 0 ? readOctal(cursor, digit) : undefined
  if (rune === 0x78) return readHex(cursor)
  if (rune < 0x80 && !isAlnum(rune)) return rune
  return named[String.fromCodePoint(rune)]
}

function readOctal(cursor: Cursor, first: number): number {
  let value = first
  for (let i = 1; i < 3 && octal(peek(cursor)) >= 0; i++) value = value * 8 + octal(next(cursor))
  return value
}

/** `\xFF` or `\x{10FFFF}`, behind its `x`. */
function readHex(cursor: Cursor): number | undefined {
  if (peek(cursor) < 0) return undefined
  const first = next(cursor)
  if (first !== 0x7b) {
    const [high, low] = [hex(first), hex(next(cursor))]
    return high < 0 || low < 0 ? undefined : high * 16 + low
  }
  let value = 0
  for (let digits = 0; ; digits++) {
    const rune = next(cursor)
    if (rune === 0x7d) return digits === 0 ? undefined : value
    value = value * 16 + hex(rune)
    if (hex(rune) < 0 || value > 0x10ffff) return undefined
  }
}

function octal(rune: number): number {
  return rune >= 0x30 && rune <= 0x37 ? rune - 0x30 : -1
}

function hex(rune: number): number {
  if (rune >= 0x30 && rune <= 0x39) return rune - 0x30
  const lower = rune | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
