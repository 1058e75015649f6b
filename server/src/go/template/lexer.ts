import { quote } from '../strconv/quote.ts'
import { isDigit, isLetter } from '../unicode.ts'
import { type Bytes, decodeRune } from '../utf8.ts'

/** `text/template/parse`'s items; a keyword's type is the keyword. */
export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword

const keywords = [
  '.',
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const

export type Keyword = (typeof keywords)[number]

export interface Token {
  readonly type: TokenType
  /** Byte offset of its start. */
  readonly position: number
  /** The text, or the message of an error. */
  readonly value: Bytes
  /** The line of its start, from 1. */
  readonly line: number
}

/** Where the lexer stands. */
export interface Lexer {
  input: Bytes
  position: number
  start: number
  line: number
  startLine: number
  /** Bytes of the rune just read. */
  width: number
  insideAction: boolean
  parens: number
}

export function lexer(input: Bytes): Lexer {
  return { input, position: 0, start: 0, line: 1, startLine: 1, width: 0, insideAction: false, parens: 0 }
}

/** How an error message shows a token. */
export function describe(token: Token): Bytes {
  if (token.type === 'eof') return 'EOF'
  if (token.type === 'error') return token.value
  if (isKeyword(token.type)) return `<${token.value}>`
  if (token.value.length <= 10) return quote(token.value)
  let end = 0
  for (let count = 0; count < 10; count++) end += decodeRune(token.value, end)[1]
  return `${quote(token.value.slice(0, end))}...`
}

export function isKeyword(word: string): word is Keyword {
  return (keywords as readonly string[]).includes(word)
}

export const eof = -1

export function next(l: Lexer): number {
  if (l.position >= l.input.length) {
    l.width = 0
    return eof
  }
  const [rune, width] = decodeRune(l.input, l.position)
  l.width = width
  l.position += width
  if (rune === 10) l.line++
  return rune
}

/** Steps back the rune just read. */
export function backup(l: Lexer): void {
  l.position -= l.width
  if (l.width === 1 && l.input[l.position] === '\n') l.line--
}

export function peek(l: Lexer): number {
  const rune = next(l)
  backup(l)
  return rune
}

export function emit(l: Lexer, type: TokenType): Token {
  const token = { type, position: l.start, value: l.input.slice(l.start, l.position), line: l.startLine }
  l.start = l.position
  l.startLine = l.line
  return token
}

/** Skips the pending input, counting its lines; for input that `next` has not read. */
export function ignore(l: Lexer): void {
  l.line += newlines(l.input.slice(l.start, l.position))
  l.start = l.position
  l.startLine = l.line
}

export function fail(l: Lexer, message: Bytes): Token {
  const token: Token = { type: 'error', position: l.start, value: message, line: l.startLine }
  l.start = 0
  l.position = 0
  l.input = ''
  return token
}

export const newlines = (text: Bytes): number => text.split('\n').length - 1
const isSpaceCharacter = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\r' || character === '\n'
export const isSpace = (rune: number): boolean => rune === 32 || rune === 9 || rune === 13 || rune === 10
export const isAlphaNumeric = (rune: number): boolean => rune === 0x5f || isLetter(rune) || isDigit(rune)
export const character = (rune: number): string => (rune === eof ? '' : String.fromCodePoint(rune))
export const leadingSpaces = (text: Bytes): number => /^[ \t\r\n]*/.exec(text)?.[0].length ?? 0

export function trailingSpaces(text: Bytes): number {
  let count = 0
  while (isSpaceCharacter(text[text.length - 1 - count])) count++
  return count
}

export function hasLeftMarker(l: Lexer, at: number): boolean {
  return l.input[at] === '-' && isSpaceCharacter(l.input[at + 1])
}

export function hasRightMarker(l: Lexer, at: number): boolean {
  return isSpaceCharacter(l.input[at]) && l.input[at + 1] === '-'
}

export function accept(l: Lexer, valid: string): boolean {
  const read = l.input[l.position]
  if (read === undefined || !valid.includes(read)) return false
  l.position++
  return true
}

export function acceptRun(l: Lexer, valid: string): void {
  while (accept(l, valid));
}
