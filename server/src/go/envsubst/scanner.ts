import { isDigit, isLetter } from '../unicode.ts'
import { type Bytes, decodeRune } from '../utf8.ts'

/** What may follow in a text, as fluxcd/pkg/envsubst's scanner sees it. A NUL ends the text for it. */
export type Token = 'illegal' | 'eof' | 'ident' | 'lbrack' | 'rbrack'

/** Whether the rune may belong to the token; `index` counts the token's bytes up to and with this rune. */
export type Accept = (rune: number, index: number) => boolean

export interface Mode {
  readonly accept: Accept
  /** Whether a run of accepted runes is a token. */
  readonly ident?: boolean
  /** Whether `${` is. */
  readonly lbrack?: boolean
  /** Whether `}` is. */
  readonly rbrack?: boolean
  /** The characters that escape themselves: `$$` everywhere, `\\` and `\/` only inside `${…}`. */
  readonly escape?: 'dollar' | 'all'
}

export interface Scanner {
  readonly bytes: Bytes
  position: number
  start: number
  /** Bytes of the last rune read. Zero at the end. */
  width: number
  /** Where the current token lost a character that escaped another. */
  dropped: number[]
}

export function scanner(bytes: Bytes): Scanner {
  return { bytes, position: 0, start: 0, width: 0, dropped: [] }
}

export function scan(s: Scanner, mode: Mode): Token {
  s.start = s.position
  s.dropped = []
  const rune = read(s)
  if (rune === eof) return 'eof'
  if (atLbrack(s, rune, mode)) return 'lbrack'
  if (mode.rbrack === true && rune === code('}')) return 'rbrack'
  return scanIdent(s, rune, mode) ? 'ident' : 'illegal'
}

/** The token last scanned. */
export function token(s: Scanner): Bytes {
  let text = ''
  let from = s.start
  for (const at of s.dropped) {
    text += s.bytes.slice(from, at)
    from = at + 1
  }
  return text + s.bytes.slice(from, s.position)
}

export function peek(s: Scanner): string {
  const rune = read(s)
  unread(s)
  return String.fromCodePoint(rune)
}

export function read(s: Scanner): number {
  if (s.position >= s.bytes.length) {
    s.width = 0
    return eof
  }
  const [rune, width] = decodeRune(s.bytes, s.position)
  s.width = width
  s.position += width
  return rune
}

export function unread(s: Scanner): void {
  s.position -= s.width
}

export const acceptAll: Accept = () => true
export const acceptIdent: Accept = rune => isLetter(rune) || isDigit(rune) || rune === code('_')
export const acceptNotClosing: Accept = rune => rune !== code('}')
export const acceptNotSlash: Accept = rune => rune !== code('/')
export const acceptNotColonOrClosing: Accept = rune => rune !== code(':') && rune !== code('}')

/** Accepts one character: any of `first`, at the token's start. */
export function acceptFirst(first: string): Accept {
  return (rune, index) => index === 1 && first.includes(String.fromCodePoint(rune))
}

/** Accepts up to two characters: any of `first`, then any of `second`. */
export function acceptTwo(first: string, second: string): Accept {
  return (rune, index) =>
    (index === 1 && first.includes(String.fromCodePoint(rune))) ||
    (index === 2 && second.includes(String.fromCodePoint(rune)))
}

/** Accepts any number of one character. */
export function acceptOnly(character: string): Accept {
  return rune => rune === code(character)
}

const eof = 0
const code = (character: string): number => character.charCodeAt(0)

function scanIdent(s: Scanner, rune: number, mode: Mode): boolean {
  if (mode.ident !== true) return false
  if (isEscaped(s, rune, mode)) drop(s)
  else if (!mode.accept(rune, length(s))) return false
  for (;;) {
    const next = read(s)
    if (next === eof) {
      unread(s)
      return true
    }
    if (atLbrack(s, next, mode)) {
      unread(s)
      unread(s)
      return true
    }
    if (isEscaped(s, next, mode)) drop(s)
    else if (!mode.accept(next, length(s))) {
      unread(s)
      return true
    }
  }
}

/** Bytes of the token so far, without those dropped. */
const length = (s: Scanner): number => s.position - s.start - s.dropped.length

/** Drops the character just read, which escapes the next, and takes that one. */
function drop(s: Scanner): void {
  s.dropped.push(s.position - 1)
  s.position++
}

function atLbrack(s: Scanner, rune: number, mode: Mode): boolean {
  if (mode.lbrack !== true || rune !== code('$')) return false
  if (read(s) === code('{')) return true
  unread(s)
  return false
}

function isEscaped(s: Scanner, rune: number, mode: Mode): boolean {
  if (mode.escape === undefined) return false
  if (rune === code('$')) return peek(s) === '$'
  return rune === code('\\') && mode.escape === 'all' && (peek(s) === '/' || peek(s) === '\\')
}
