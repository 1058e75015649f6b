import type { GoError } from '../go-error.ts'

/** A place in a pattern. Reading moves `at` on, by whole code points. */
export interface Cursor {
  readonly text: string
  at: number
}

/** The code point at the cursor, or -1 at the end. */
export function peek(cursor: Cursor): number {
  return cursor.text.codePointAt(cursor.at) ?? -1
}

/** Takes the code point at the cursor; -1 at the end, where the cursor stays. */
export function next(cursor: Cursor): number {
  const rune = peek(cursor)
  if (rune >= 0) cursor.at += rune > 0xffff ? 2 : 1
  return rune
}

/** Takes `wanted` where it stands at the cursor. */
export function take(cursor: Cursor, wanted: string): boolean {
  if (!cursor.text.startsWith(wanted, cursor.at)) return false
  cursor.at += wanted.length
  return true
}

/** Go's `syntax.Error`: what is wrong, and the part of the pattern that is. */
export function syntaxError(code: string, part: string): GoError {
  return { err: `error parsing regexp: ${code}: \`${part}\`` }
}

/** Go's `isalnum`: ASCII only. */
export function isAlnum(rune: number): boolean {
  return (rune >= 0x30 && rune <= 0x39) || (rune >= 0x41 && rune <= 0x5a) || (rune >= 0x61 && rune <= 0x7a)
}

/** A code point as the engine reads it anywhere, inside a class or outside. */
export function literal(rune: number): string {
  return isAlnum(rune) ? String.fromCodePoint(rune) : `\\x{${rune.toString(16)}}`
}
