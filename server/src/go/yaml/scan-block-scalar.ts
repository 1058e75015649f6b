import { scanLineComment } from './scan-comments.ts'
import {
  addToken,
  code,
  column,
  fail,
  isBlank,
  isBreak,
  isBreakOrEnd,
  isDigit,
  type Scanner,
  skip,
  takeBreak,
} from './scanner.ts'

/** A literal (`|`) or folded (`>`) scalar. Its end is that of its last line, or of its last empty line with `+`. */
export function scanBlockScalar(s: Scanner): undefined {
  const start = s.pos
  const isLiteral = code(s) === 0x7c
  skip(s)
  const header = takeHeader(s)
  if (!header) return
  while (isBlank(code(s))) skip(s)
  if (code(s) === 0x23) scanLineComment(s, start)
  if (!isBreakOrEnd(code(s))) return fail(s, 'did not find expected comment or line break')
  if (isBreak(code(s))) takeBreak(s)

  let end = s.pos
  const fixed = header.indent > 0 ? Math.max(s.indent, 0) + header.indent : 0
  let { breaks, indent } = takeEmptyLines(s, fixed)
  let value = ''
  let lineBreak = ''
  let wasBlank = false
  while (!s.error && column(s) === indent && code(s) !== 0) {
    const isBlankLine = isBlank(code(s))
    if (!isLiteral && !wasBlank && !isBlankLine && lineBreak.startsWith('\n')) {
      if (breaks === '') value += ' '
    } else {
      value += lineBreak
    }
    value += breaks
    wasBlank = isBlankLine
    const from = s.pos
    while (!isBreakOrEnd(code(s))) s.pos++
    s.newlines = 0
    value += s.text.slice(from, s.pos)
    lineBreak = isBreak(code(s)) ? takeBreak(s) : ''
    end = s.pos
    breaks = takeEmptyLines(s, indent).breaks
  }
  if (header.chomping !== '-') value += lineBreak
  if (header.chomping === '+') {
    value += breaks
    end = Math.max(end, s.lineStart)
  }
  addToken(s, 'scalar', start, end, value, '', isLiteral ? 'literal' : 'folded')
}

function takeHeader(s: Scanner): { readonly chomping: string; readonly indent: number } | undefined {
  let chomping = ''
  let indent = 0
  for (let i = 0; i < 2; i++) {
    const c = code(s)
    if (chomping === '' && (c === 0x2b || c === 0x2d)) {
      chomping = c === 0x2b ? '+' : '-'
      skip(s)
    } else if (indent === 0 && isDigit(c)) {
      indent = c - 0x30
      if (indent === 0) return fail(s, 'found an indentation indicator equal to 0')
      skip(s)
    }
  }
  return { chomping, indent }
}

/** Takes indentation and empty lines. An indentation of 0 is not known yet: the deepest line here tells it. */
function takeEmptyLines(s: Scanner, known: number): { readonly breaks: string; readonly indent: number } {
  let breaks = ''
  let deepest = 0
  for (;;) {
    while ((known === 0 || column(s) < known) && code(s) === 0x20) skip(s)
    deepest = Math.max(deepest, column(s))
    if ((known === 0 || column(s) < known) && code(s) === 0x09) {
      fail(s, 'found a tab character where an indentation space is expected')
      break
    }
    if (!isBreak(code(s))) break
    breaks += takeBreak(s)
  }
  return { breaks, indent: known || Math.max(deepest, s.indent + 1, 1) }
}
