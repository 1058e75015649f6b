import { type GoError, isGoError } from '../go-error.ts'
import { type Cursor, literal, next, peek, syntaxError } from './cursor.ts'
import { readEscape } from './escape.ts'
import { readUnicodeClass } from './unicode-class.ts'

/** `\d`, `[…]`'s and the pattern's own: Perl's classes. */
export const perlClass: RegExp = /^\\[dDsSwW]/
const posixClass =
  /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/

/** A class, `[` at the cursor: the same, spelled so that it has one reading (Go's `parseClass`). */
export function readClass(cursor: Cursor): string | GoError {
  const { text, at: start } = cursor
  cursor.at++
  let written = '['
  if (peek(cursor) === 0x5e) {
    written += '^'
    cursor.at++
  }
  // A `]` that comes first is a member.
  for (let first = true; first || text[cursor.at] !== ']'; first = false) {
    const item = readNamedClass(cursor) ?? readEscapedClass(cursor) ?? readRange(cursor, start)
    if (isGoError(item)) return item
    written += item
  }
  cursor.at++
  return `${written}]`
}

/** `[:alpha:]`, or undefined where `[` is only a character. */
function readNamedClass(cursor: Cursor): string | GoError | undefined {
  const { text, at } = cursor
  if (!text.startsWith('[:', at)) return undefined
  const end = text.indexOf(':]', at + 2)
  if (end < 0) return undefined
  const name = text.slice(at, end + 2)
  if (!posixClass.test(name)) return syntaxError('invalid character class range', name)
  cursor.at = end + 2
  return name
}

/** `\pN` or `\d`. */
function readEscapedClass(cursor: Cursor): string | GoError | undefined {
  const sequence = cursor.text.slice(cursor.at, cursor.at + 2)
  if (sequence === '\\p' || sequence === '\\P') return readUnicodeClass(cursor)
  if (!perlClass.test(sequence)) return undefined
  cursor.at += 2
  return sequence
}

/** `a` or `a-z`. */
function readRange(cursor: Cursor, classStart: number): string | GoError {
  const { text, at: start } = cursor
  const low = readMember(cursor, classStart)
  if (isGoError(low)) return low
  // In `[a-]` the last `-` is a member.
  const isRange = text[cursor.at] === '-' && cursor.at + 1 < text.length && text[cursor.at + 1] !== ']'
  if (!isRange) return literal(low)
  cursor.at++
  const high = readMember(cursor, classStart)
  if (isGoError(high)) return high
  if (high < low) return syntaxError('invalid character class range', text.slice(start, cursor.at))
  return `${literal(low)}-${literal(high)}`
}

function readMember(cursor: Cursor, classStart: number): number | GoError {
  if (peek(cursor) < 0) return syntaxError('missing closing ]', cursor.text.slice(classStart))
  return peek(cursor) === 0x5c ? readEscape(cursor) : next(cursor)
}
