/**
 * The state of go-yaml v3's scanner and what all its parts share: places, indentation, possible simple keys,
 * the token queue. YAML 1.1 as libyaml reads it, with go-yaml's collection of comments.
 */
import type { NodeStyle } from './node.ts'

export type TokenType =
  | 'stream-start'
  | 'stream-end'
  | 'version'
  | 'tag-directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence'
  | 'block-mapping'
  | 'block-end'
  | '['
  | ']'
  | '{'
  | '}'
  | '-'
  | ','
  | '?'
  | ':'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar'
  | 'error'

export interface Token {
  readonly type: TokenType
  readonly start: number
  readonly end: number
  /** A scalar's text, an anchor's name, a tag's or a directive's handle. */
  readonly value: string
  /** A tag's suffix, a directive's prefix. */
  readonly suffix: string
  readonly style: NodeStyle
}

/** A comment on its way to a node: it joins the first token that starts at or behind `owner`. */
export interface ScannedComment {
  readonly role: 'head' | 'line' | 'foot'
  readonly text: string
  readonly starts: readonly number[]
  readonly owner: number
  readonly start: number
  readonly column: number
  readonly end: number
  /** Where the run of white space and comments began that this comment was found in. */
  readonly scanned: number
}

/** A place where a key without `?` may have begun. */
export interface SimpleKey {
  isPossible: boolean
  isRequired: boolean
  tokenNumber: number
  at: number
  line: number
  column: number
}

export interface Scanner {
  /** The text with a NUL behind it. */
  readonly text: string
  pos: number
  line: number
  lineStart: number
  /** Line breaks since the last character that was not blank. */
  newlines: number
  indent: number
  readonly indents: number[]
  flowLevel: number
  canStartKey: boolean
  readonly simpleKeys: SimpleKey[]
  tokens: Token[]
  head: number
  /** Tokens already taken from the queue. */
  taken: number
  readonly comments: ScannedComment[]
  /** How many of the comments have joined a node. */
  joined: number
  error: { readonly at: number; readonly message: string } | undefined
}

/** Deeper nesting is refused: Go allows ten times as much, but this reader recurses on a smaller stack. */
const MAX_DEPTH = 1000

export function newScanner(text: string): Scanner {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const scanner: Scanner = {
    text: `${text}\0`,
    pos: start,
    line: 0,
    lineStart: start,
    newlines: 0,
    indent: -1,
    indents: [],
    flowLevel: 0,
    canStartKey: true,
    simpleKeys: [{ isPossible: false, isRequired: false, tokenNumber: 0, at: 0, line: 0, column: 0 }],
    tokens: [],
    head: 0,
    taken: 0,
    comments: [],
    joined: 0,
    error: undefined,
  }
  addToken(scanner, 'stream-start', start, start)
  return scanner
}

/** Records the first error; from then on every further token is `error`. */
export function fail(s: Scanner, message: string, at: number = s.pos): undefined {
  s.error ??= { at, message }
}

export function column(s: Scanner): number {
  return s.pos - s.lineStart
}

export function code(s: Scanner, ahead = 0): number {
  return s.text.charCodeAt(s.pos + ahead)
}

export function isBlank(c: number): boolean {
  return c === 0x20 || c === 0x09
}

export function isBreak(c: number): boolean {
  return c === 0x0a || c === 0x0d || c === 0x85 || c === 0x2028 || c === 0x2029
}

export function isBreakOrEnd(c: number): boolean {
  return c === 0x0a || c === 0 || c === 0x0d || c === 0x85 || c === 0x2028 || c === 0x2029
}

export function isBlankOrEnd(c: number): boolean {
  return c === 0x20 || c === 0x09 || isBreakOrEnd(c)
}

/** A letter, a digit, `_` or `-`. */
export function isWordChar(c: number): boolean {
  return (
    (c >= 0x61 && c <= 0x7a) ||
    (c >= 0x41 && c <= 0x5a) ||
    (c >= 0x30 && c <= 0x39) ||
    c === 0x5f ||
    c === 0x2d
  )
}

export function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}

/** Moves over a character that is no line break. */
export function skip(s: Scanner): undefined {
  if (!isBlank(code(s))) s.newlines = 0
  s.pos++
}

/** Moves over a line break and returns it as go-yaml keeps it: `\n`, or a line or paragraph separator. */
export function takeBreak(s: Scanner): string {
  const c = code(s)
  s.pos += c === 0x0d && code(s, 1) === 0x0a ? 2 : 1
  s.line++
  s.lineStart = s.pos
  s.newlines++
  return c === 0x2028 ? '\u2028' : c === 0x2029 ? '\u2029' : '\n'
}

/** Whether `---` or `...` stands alone at the start of this line. */
export function isAtDocumentIndicator(s: Scanner): boolean {
  if (s.pos !== s.lineStart) return false
  const c = code(s)
  return (c === 0x2d || c === 0x2e) && code(s, 1) === c && code(s, 2) === c && isBlankOrEnd(code(s, 3))
}

/** Appends a token, or puts it before the one with the number `number`. */
export function addToken(
  s: Scanner,
  type: TokenType,
  start: number,
  end: number,
  value = '',
  suffix = '',
  style: NodeStyle = 'plain',
  number = -1,
): undefined {
  const token = { type, start, end, value, suffix, style }
  if (number < 0) s.tokens.push(token)
  else s.tokens.splice(s.head + number - s.taken, 0, token)
}

/** Opens a block collection where the column is deeper than the indentation so far. */
export function rollIndent(s: Scanner, to: number, type: TokenType, at: number, number = -1): undefined {
  if (s.flowLevel > 0 || s.indent >= to) return
  s.indents.push(s.indent)
  s.indent = to
  if (s.indents.length > MAX_DEPTH) fail(s, `exceeded max depth of ${MAX_DEPTH}`)
  addToken(s, type, at, at, '', '', 'plain', number)
}

/**
 * Closes the block collections that are deeper than a column. Each end token moves before the comments that
 * stand at the depth of what it closes, so that they become the foot of the content they follow.
 */
export function unrollIndent(s: Scanner, to: number, scanned: number): undefined {
  if (s.flowLevel > 0) return
  let at = scanned - 1
  while (s.indent > to) {
    let stop = at
    for (let i = s.comments.length - 1; i >= s.joined; i--) {
      const comment = s.comments[i]
      if (!comment || comment.end < stop) break
      if (comment.column === s.indent + 1) at = comment.start
      stop = comment.scanned
    }
    // go-yaml counts the place back by one, but not its line and column: those are the token's end here.
    addToken(s, 'block-end', at, at === scanned - 1 ? scanned : at)
    s.indent = s.indents.pop() ?? -1
  }
}

/** Notes that a key may begin here. */
export function saveSimpleKey(s: Scanner): undefined {
  if (!s.canStartKey) return
  removeSimpleKey(s)
  const key = s.simpleKeys.at(-1)
  if (!key) return
  key.isPossible = true
  key.isRequired = s.flowLevel === 0 && s.indent === column(s)
  key.tokenNumber = s.taken + s.tokens.length - s.head
  key.at = s.pos
  key.line = s.line
  key.column = column(s)
}

export function removeSimpleKey(s: Scanner): undefined {
  const key = s.simpleKeys.at(-1)
  if (!key?.isPossible) return
  if (key.isRequired) fail(s, "could not find expected ':'", key.at)
  key.isPossible = false
}

/** Whether a key may still turn out to have begun there: on this line, at most 1024 characters back. */
export function isSimpleKey(s: Scanner, key: SimpleKey): boolean {
  if (!key.isPossible) return false
  if (key.line === s.line && !isLongerThan(s, key.at, 1024)) return true
  if (key.isRequired) fail(s, "could not find expected ':'", key.at)
  key.isPossible = false
  return false
}

/** Whether more than so many characters, not UTF-16 units, lie between an offset and here. */
function isLongerThan(s: Scanner, from: number, count: number): boolean {
  return s.pos - from > count && [...s.text.slice(from, s.pos)].length > count
}

export function increaseFlowLevel(s: Scanner): undefined {
  s.simpleKeys.push({
    isPossible: false,
    isRequired: false,
    tokenNumber: 0,
    at: s.pos,
    line: s.line,
    column: column(s),
  })
  s.flowLevel++
  if (s.flowLevel > MAX_DEPTH) fail(s, `exceeded max depth of ${MAX_DEPTH}`)
}

export function decreaseFlowLevel(s: Scanner): undefined {
  if (s.flowLevel === 0) return
  s.flowLevel--
  s.simpleKeys.pop()
}
