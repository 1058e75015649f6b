import { code, column, isBlank, isBreak, isBreakOrEnd, type Scanner, takeBreak } from './scanner.ts'

/** How far go-yaml looks ahead for the next comment before it gives up. */
const LOOKAHEAD = 512

/** Takes the comment behind the token that was just scanned, if one stands on its line. */
export function scanLineComment(s: Scanner, owner: number): undefined {
  if (s.newlines > 0) return
  let start = s.pos
  while (start - s.pos < LOOKAHEAD && isBlank(s.text.charCodeAt(start))) start++
  if (start - s.pos >= LOOKAHEAD || s.text.charCodeAt(start) !== 0x23) return
  const text = takeComment(s, start)
  s.comments.push({
    role: 'line',
    text,
    starts: [start],
    owner,
    start,
    column: start - s.lineStart,
    end: 0,
    scanned: 0,
  })
}

/**
 * Takes the comments that begin here, over lines and empty lines, and decides which are the foot of what came
 * before (up to the first empty line, at the right depth) and which the head of what follows.
 */
export function scanComments(s: Scanner, from: { readonly line: number; readonly pos: number }): undefined {
  const last = s.tokens.at(-1)
  const token = last?.type === ',' && s.tokens.length > 1 ? s.tokens.at(-2) : last
  let owner = token?.start ?? 0
  let scanned = from.pos
  let indent = Math.max(s.indent, 0)
  let isAfterEmpty = false
  let hasNoEmptyBefore = s.newlines <= 1
  let line = s.line
  let at = column(s)
  const footLine = from.line > 0 ? s.line - s.newlines + 1 + (s.newlines === 0 && at > 1 ? 1 : 0) : -1
  let text = ''
  let starts: number[] = []
  let start = { pos: 0, line: 0, column: 0 }
  const foot = (end: number): void => {
    s.comments.push({
      role: 'foot',
      text,
      starts,
      owner,
      start: start.pos,
      column: start.column,
      end,
      scanned,
    })
    scanned = end
    owner = end
    text = ''
    starts = []
  }

  let peek = 0
  for (; peek < LOOKAHEAD; peek++) {
    at++
    const c = code(s, peek) || 0
    if (isBlank(c)) continue
    const closesFlow = s.flowLevel > 0 && (c === 0x5d || c === 0x7d)
    if (closesFlow || isBreakOrEnd(c)) {
      const isDedented = start.column - 1 < indent
      const isFoot = start.line === footLine && token?.type !== ':'
      if (closesFlow || (!isAfterEmpty && hasNoEmptyBefore && (isFoot || isDedented))) {
        if (text !== '') {
          if (isDedented) owner = start.pos
          foot(s.pos + peek)
        }
      } else if (!isAfterEmpty && text !== '' && c !== 0) {
        text += '\n'
      }
      if (!isBreak(c)) break
      hasNoEmptyBefore = false
      isAfterEmpty = true
      at = 0
      line++
      if (c > 0x7f) break
      continue
    }
    if (text !== '' && at - 1 < indent && at !== start.column) foot(s.pos + peek)
    if (c !== 0x23) break
    if (text === '') start = { pos: s.pos + peek, line, column: at }
    else text += '\n'
    starts.push(s.pos + peek)
    isAfterEmpty = false
    text += takeComment(s, s.pos + peek)
    peek = 0
    at = 0
    line = s.line
    indent = Math.max(s.indent, 0)
  }
  if (text === '') return
  s.comments.push({
    role: 'head',
    text,
    starts,
    owner: start.pos,
    start: start.pos,
    column: start.column,
    end: s.pos + peek - 1,
    scanned,
  })
}

/** Moves to a comment's `#` and over it to the end of its line. */
function takeComment(s: Scanner, start: number): string {
  while (s.pos < start) {
    if (isBreak(code(s))) takeBreak(s)
    else s.pos++
  }
  while (!isBreakOrEnd(code(s))) s.pos++
  s.newlines = 0
  return s.text.slice(start, s.pos)
}
