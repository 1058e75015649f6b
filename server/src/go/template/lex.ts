import { quote } from '../strconv/quote.ts'
import { isPrint } from '../unicode.ts'
import { type Bytes, encodeRune } from '../utf8.ts'
import {
  accept,
  acceptRun,
  backup,
  character,
  emit,
  eof,
  fail,
  hasLeftMarker,
  hasRightMarker,
  ignore,
  isAlphaNumeric,
  isKeyword,
  isSpace,
  type Lexer,
  leadingSpaces,
  newlines,
  next,
  peek,
  type Token,
  type TokenType,
  trailingSpaces,
} from './lexer.ts'

/** The next token; after the last, and after an error, the end. */
export function nextToken(l: Lexer): Token {
  for (;;) {
    const token = l.insideAction ? lexInsideAction(l) : lexText(l)
    if (token !== undefined) return token
  }
}

const leftDelim = '{{'
const rightDelim = '}}'
/** A trim marker and its space. */
const marker = 2

/** Text up to an action or the end; undefined where an action begins at once, or a comment was skipped. */
function lexText(l: Lexer): Token | undefined {
  const found = l.input.indexOf(leftDelim, l.position)
  if (found < 0) {
    l.position = l.input.length
    if (l.position === l.start) return emit(l, 'eof')
    l.line += newlines(l.input.slice(l.start, l.position))
    return emit(l, 'text')
  }
  if (found > l.position) {
    const trims = hasLeftMarker(l, found + leftDelim.length)
    const trimmed = trims ? trailingSpaces(l.input.slice(l.start, found)) : 0
    l.position = found - trimmed
    l.line += newlines(l.input.slice(l.start, l.position))
    const text = emit(l, 'text')
    l.position = found
    ignore(l)
    if (text.value !== '') return text
  }
  return lexLeftDelim(l)
}

function lexLeftDelim(l: Lexer): Token | undefined {
  l.position += leftDelim.length
  const skip = hasLeftMarker(l, l.position) ? marker : 0
  if (l.input.startsWith('/*', l.position + skip)) {
    l.position += skip
    ignore(l)
    return lexComment(l)
  }
  const token = emit(l, 'leftDelim')
  l.insideAction = true
  l.position += skip
  ignore(l)
  l.parens = 0
  return token
}

function lexComment(l: Lexer): Token | undefined {
  const end = l.input.indexOf('*/', l.position + 2)
  if (end < 0) return fail(l, 'unclosed comment')
  l.position = end + 2
  const trims = isTrimmedRightDelim(l)
  if (!trims && !l.input.startsWith(rightDelim, l.position)) {
    return fail(l, 'comment ends before closing delimiter')
  }
  l.position += (trims ? marker : 0) + rightDelim.length
  if (trims) l.position += leadingSpaces(l.input.slice(l.position))
  ignore(l)
  return undefined
}

const isTrimmedRightDelim = (l: Lexer): boolean =>
  hasRightMarker(l, l.position) && l.input.startsWith(rightDelim, l.position + marker)

function lexRightDelim(l: Lexer): Token {
  const trims = isTrimmedRightDelim(l)
  if (trims) {
    l.position += marker
    ignore(l)
  }
  l.position += rightDelim.length
  const token = emit(l, 'rightDelim')
  if (trims) {
    l.position += leadingSpaces(l.input.slice(l.position))
    ignore(l)
  }
  l.insideAction = false
  return token
}

function lexInsideAction(l: Lexer): Token {
  if (isTrimmedRightDelim(l) || l.input.startsWith(rightDelim, l.position)) {
    return l.parens === 0 ? lexRightDelim(l) : fail(l, 'unclosed left paren')
  }
  const rune = next(l)
  switch (character(rune)) {
    case '':
      return fail(l, 'unclosed action')
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      backup(l)
      return lexSpace(l)
    case '=':
      return emit(l, 'assign')
    case ':':
      return character(next(l)) === '=' ? emit(l, 'declare') : fail(l, 'expected :=')
    case '|':
      return emit(l, 'pipe')
    case '"':
      return lexQuoted(l, '"', 'string', 'unterminated quoted string')
    case "'":
      return lexQuoted(l, "'", 'charConstant', 'unterminated character constant')
    case '`':
      return lexRawString(l)
    case '$':
      return lexWord(l, 'variable')
    case '.': {
      const following = l.input[l.position]
      if (following !== undefined && !/[0-9]/.test(following)) return lexWord(l, 'field')
      backup(l)
      return lexNumber(l)
    }
    case '(':
      l.parens++
      return emit(l, 'leftParen')
    case ')':
      l.parens--
      return l.parens < 0 ? fail(l, 'unexpected right paren') : emit(l, 'rightParen')
  }
  if (/[-+0-9]/.test(character(rune))) {
    backup(l)
    return lexNumber(l)
  }
  if (isAlphaNumeric(rune)) {
    backup(l)
    return lexIdentifier(l)
  }
  if (rune < 0x80 && isPrint(rune)) return emit(l, 'char')
  return fail(l, `unrecognized character in action: ${unicode(rune)}`)
}

/** Spaces, without the one that belongs to a closing delimiter's trim marker. */
function lexSpace(l: Lexer): Token {
  let count = 0
  while (isSpace(peek(l))) {
    next(l)
    count++
  }
  if (hasRightMarker(l, l.position - 1) && l.input.startsWith(rightDelim, l.position - 1 + marker)) {
    l.width = 1
    backup(l)
    if (count === 1) return lexRightDelim(l)
  }
  return emit(l, 'space')
}

function lexIdentifier(l: Lexer): Token {
  const bad = readWord(l)
  if (bad !== undefined) return bad
  const word = l.input.slice(l.start, l.position)
  if (isKeyword(word)) return emit(l, word)
  return emit(l, word === 'true' || word === 'false' ? 'bool' : 'identifier')
}

/** A field or variable, of which the `.` or `$` has been read; or these alone. */
function lexWord(l: Lexer, type: 'field' | 'variable'): Token {
  if (isAtTerminator(l)) return emit(l, type === 'field' ? '.' : 'variable')
  return readWord(l) ?? emit(l, type)
}

function readWord(l: Lexer): Token | undefined {
  let rune = next(l)
  while (isAlphaNumeric(rune)) rune = next(l)
  backup(l)
  return isAtTerminator(l) ? undefined : fail(l, `bad character ${unicode(rune)}`)
}

function isAtTerminator(l: Lexer): boolean {
  const rune = peek(l)
  return (
    rune === eof || ' \t\r\n.,|:)('.includes(character(rune)) || l.input.startsWith(rightDelim, l.position)
  )
}

function lexQuoted(l: Lexer, mark: string, type: TokenType, message: Bytes): Token {
  for (;;) {
    let read = character(next(l))
    if (read === mark) return emit(l, type)
    if (read === '\\') {
      read = character(next(l))
      if (read !== '' && read !== '\n') continue
    }
    if (read === '' || read === '\n') return fail(l, message)
  }
}

function lexRawString(l: Lexer): Token {
  for (;;) {
    const read = character(next(l))
    if (read === '`') return emit(l, 'rawString')
    if (read === '') return fail(l, 'unterminated raw quoted string')
  }
}

function lexNumber(l: Lexer): Token {
  const bad = (): Token => fail(l, `bad number syntax: ${quote(l.input.slice(l.start, l.position))}`)
  if (!scanNumber(l)) return bad()
  if (!/^[-+]$/.test(character(peek(l)))) return emit(l, 'number')
  return scanNumber(l) && l.input[l.position - 1] === 'i' ? emit(l, 'complex') : bad()
}

function scanNumber(l: Lexer): boolean {
  accept(l, '+-')
  let digits = '0123456789_'
  if (accept(l, '0')) {
    if (accept(l, 'xX')) digits = '0123456789abcdefABCDEF_'
    else if (accept(l, 'oO')) digits = '01234567_'
    else if (accept(l, 'bB')) digits = '01_'
  }
  acceptRun(l, digits)
  if (accept(l, '.')) acceptRun(l, digits)
  if ((digits.length === 11 && accept(l, 'eE')) || (digits.length === 23 && accept(l, 'pP'))) {
    accept(l, '+-')
    acceptRun(l, '0123456789_')
  }
  accept(l, 'i')
  if (!isAlphaNumeric(peek(l))) return true
  next(l)
  return false
}

/** `%#U`: as `U+00E9 'é'`, the character where it prints. */
function unicode(rune: number): Bytes {
  const hex = rune.toString(16).toUpperCase().padStart(4, '0')
  return `U+${hex}${isPrint(rune) ? ` '${encodeRune(rune)}'` : ''}`
}
