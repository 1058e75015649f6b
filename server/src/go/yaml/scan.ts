import { scanBlockScalar } from './scan-block-scalar.ts'
import { scanComments, scanLineComment } from './scan-comments.ts'
import { scanPlainScalar } from './scan-plain-scalar.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-properties.ts'
import { scanQuotedScalar } from './scan-quoted-scalar.ts'
import {
  addToken,
  code,
  column,
  decreaseFlowLevel,
  fail,
  increaseFlowLevel,
  isAtDocumentIndicator,
  isBlankOrEnd,
  isBreak,
  isSimpleKey,
  removeSimpleKey,
  rollIndent,
  type Scanner,
  saveSimpleKey,
  skip,
  type Token,
  type TokenType,
  takeBreak,
  unrollIndent,
} from './scanner.ts'

const ERROR: Token = { type: 'error', start: 0, end: 0, value: '', suffix: '', style: 'plain' }

/**
 * The next token, left in the queue. Two tokens behind it are scanned as well, and all that a possible key
 * needs, so that the comments around it are known before it is used. After an error it is `error` for ever.
 */
export function peekToken(s: Scanner): Token {
  while (!s.error && needsMoreTokens(s)) fetchToken(s)
  return (s.error ? undefined : s.tokens[s.head]) ?? ERROR
}

/** Takes the token that `peekToken` returned. */
export function skipToken(s: Scanner): undefined {
  s.taken++
  s.head++
  if (s.head > 512) {
    s.tokens = s.tokens.slice(s.head)
    s.head = 0
  }
}

function needsMoreTokens(s: Scanner): boolean {
  if (s.head >= s.tokens.length - 2) return true
  for (const key of s.simpleKeys) {
    if (key.isPossible && key.tokenNumber === s.taken) return isSimpleKey(s, key)
  }
  return false
}

function fetchToken(s: Scanner): undefined {
  const scanned = s.pos
  scanToNextToken(s)
  unrollIndent(s, column(s), scanned)
  const c = code(s)
  if (c === 0) return fetchStreamEnd(s)
  if (s.pos === s.lineStart && c === 0x25) return fetchDirective(s)
  if (isAtDocumentIndicator(s))
    return fetchDocumentIndicator(s, c === 0x2d ? 'document-start' : 'document-end')
  const last = s.tokens.at(-1)
  const isSeparator = s.flowLevel === 0 ? c === 0x3a : c === 0x2c
  const owner = isSeparator && last ? last.start : s.pos
  fetchContent(s, c)
  if (!s.error && s.tokens.at(-1)?.type !== '-') scanLineComment(s, owner)
}

function fetchContent(s: Scanner, c: number): undefined {
  const isIndicator = s.flowLevel > 0 || isBlankOrEnd(code(s, 1))
  switch (c) {
    case 0x5b:
      return fetchFlowStart(s, '[')
    case 0x7b:
      return fetchFlowStart(s, '{')
    case 0x5d:
      return fetchFlowEnd(s, ']')
    case 0x7d:
      return fetchFlowEnd(s, '}')
    case 0x2c:
      return fetchFlowEntry(s)
    case 0x2d:
      return isBlankOrEnd(code(s, 1)) ? fetchBlockEntry(s) : fetchScalar(s, scanPlainScalar)
    case 0x3f:
      return isIndicator ? fetchKey(s) : fetchScalar(s, scanPlainScalar)
    case 0x3a:
      return isIndicator ? fetchValue(s) : fetchScalar(s, scanPlainScalar)
    case 0x2a:
    case 0x26:
      return fetchScalar(s, scanAnchor)
    case 0x21:
      return fetchScalar(s, scanTag)
    case 0x27:
    case 0x22:
      return fetchScalar(s, scanQuotedScalar)
    case 0x7c:
    case 0x3e:
      return s.flowLevel === 0 ? fetchBlockScalar(s) : fail(s, NO_TOKEN)
    case 0x09:
    case 0x23:
    case 0x25:
    case 0x40:
    case 0x60:
      return fail(s, NO_TOKEN)
    default:
      return isBlankOrEnd(c) ? fail(s, NO_TOKEN) : fetchScalar(s, scanPlainScalar)
  }
}

const NO_TOKEN = 'found character that cannot start any token'

/** Moves over white space, line breaks and comments. A tab may not stand where a key could start. */
function scanToNextToken(s: Scanner): undefined {
  const from = { line: s.line, pos: s.pos }
  for (;;) {
    while (code(s) === 0x20 || ((s.flowLevel > 0 || !s.canStartKey) && code(s) === 0x09)) skip(s)
    if (code(s) === 0x23) scanComments(s, from)
    if (!isBreak(code(s))) return
    takeBreak(s)
    if (s.flowLevel === 0) s.canStartKey = true
  }
}

function fetchStreamEnd(s: Scanner): undefined {
  if (s.pos !== s.lineStart) {
    s.line++
    s.lineStart = s.pos
  }
  closeDocument(s)
  addToken(s, 'stream-end', s.pos, s.pos)
}

function fetchDirective(s: Scanner): undefined {
  closeDocument(s)
  scanDirective(s)
}

function fetchDocumentIndicator(s: Scanner, type: TokenType): undefined {
  closeDocument(s)
  s.newlines = 0
  s.pos += 3
  addToken(s, type, s.pos - 3, s.pos)
}

function closeDocument(s: Scanner): undefined {
  unrollIndent(s, -1, s.pos)
  removeSimpleKey(s)
  s.canStartKey = false
}

/** Takes the one character of an indicator. */
function takeIndicator(s: Scanner, type: TokenType): undefined {
  skip(s)
  addToken(s, type, s.pos - 1, s.pos)
}

function fetchFlowStart(s: Scanner, type: TokenType): undefined {
  saveSimpleKey(s)
  increaseFlowLevel(s)
  s.canStartKey = true
  takeIndicator(s, type)
}

function fetchFlowEnd(s: Scanner, type: TokenType): undefined {
  removeSimpleKey(s)
  decreaseFlowLevel(s)
  s.canStartKey = false
  takeIndicator(s, type)
}

function fetchFlowEntry(s: Scanner): undefined {
  removeSimpleKey(s)
  s.canStartKey = true
  takeIndicator(s, ',')
}

function fetchBlockEntry(s: Scanner): undefined {
  if (s.flowLevel === 0) {
    if (!s.canStartKey) return fail(s, 'block sequence entries are not allowed in this context')
    rollIndent(s, column(s), 'block-sequence', s.pos)
  }
  removeSimpleKey(s)
  s.canStartKey = true
  takeIndicator(s, '-')
}

function fetchKey(s: Scanner): undefined {
  if (s.flowLevel === 0) {
    if (!s.canStartKey) return fail(s, 'mapping keys are not allowed in this context')
    rollIndent(s, column(s), 'block-mapping', s.pos)
  }
  removeSimpleKey(s)
  s.canStartKey = s.flowLevel === 0
  takeIndicator(s, '?')
}

function fetchValue(s: Scanner): undefined {
  const key = s.simpleKeys.at(-1)
  if (key && isSimpleKey(s, key)) {
    addToken(s, '?', key.at, key.at, '', '', 'plain', key.tokenNumber)
    rollIndent(s, key.column, 'block-mapping', key.at, key.tokenNumber)
    key.isPossible = false
    s.canStartKey = false
  } else {
    if (s.flowLevel === 0) {
      if (!s.canStartKey) return fail(s, 'mapping values are not allowed in this context')
      rollIndent(s, column(s), 'block-mapping', s.pos)
    }
    s.canStartKey = s.flowLevel === 0
  }
  takeIndicator(s, ':')
}

/** What can be a simple key by itself: a flow scalar, an alias, a node with an anchor or a tag. */
function fetchScalar(s: Scanner, scan: (s: Scanner) => undefined): undefined {
  saveSimpleKey(s)
  s.canStartKey = false
  scan(s)
}

function fetchBlockScalar(s: Scanner): undefined {
  removeSimpleKey(s)
  s.canStartKey = true
  scanBlockScalar(s)
}
