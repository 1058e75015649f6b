import {
  addToken,
  code,
  column,
  fail,
  isAtDocumentIndicator,
  isBlank,
  isBlankOrEnd,
  isBreak,
  type Scanner,
  takeBreak,
} from './scanner.ts'

/** A scalar without quotes, over as many lines as belong to it. It ends before white space, `: ` or a comment. */
export function scanPlainScalar(s: Scanner): undefined {
  const start = s.pos
  const indent = s.indent + 1
  let end = start
  let value = ''
  let gap: Gap = NO_GAP
  while (!isAtDocumentIndicator(s) && code(s) !== 0x23) {
    const from = s.pos
    while (!isPlainEnd(s, code(s))) s.pos++
    if (s.pos > from) {
      value += folded(gap) + s.text.slice(from, s.pos)
      gap = NO_GAP
      end = s.pos
      s.newlines = 0
    }
    if (!isBlank(code(s)) && !isBreak(code(s))) break
    gap = takeGap(s, gap, indent)
    if (s.error || (s.flowLevel === 0 && column(s) < indent)) break
  }
  addToken(s, 'scalar', start, end, value)
  if (gap.first !== '') s.canStartKey = true
}

/** White space between two words: blanks on one line, or a first line break and those behind it. */
interface Gap {
  readonly blanks: string
  readonly first: string
  readonly more: string
}

const NO_GAP: Gap = { blanks: '', first: '', more: '' }

function isPlainEnd(s: Scanner, c: number): boolean {
  if (isBlankOrEnd(c)) return true
  if (c === 0x3a) return isBlankOrEnd(code(s, 1))
  return s.flowLevel > 0 && (c === 0x2c || c === 0x3f || c === 0x5b || c === 0x5d || c === 0x7b || c === 0x7d)
}

function takeGap(s: Scanner, before: Gap, indent: number): Gap {
  let { blanks, first, more } = before
  for (let c = code(s); isBlank(c) || isBreak(c); c = code(s)) {
    if (isBreak(c)) {
      blanks = ''
      const taken = takeBreak(s)
      if (first === '') first = taken
      else more += taken
      continue
    }
    if (first !== '' && c === 0x09 && column(s) < indent) {
      fail(s, 'found a tab character that violates indentation')
      break
    }
    if (first === '') blanks += s.text[s.pos] ?? ''
    s.pos++
  }
  return { blanks, first, more }
}

/** A gap as it is read: one line break is a space, of several the first is dropped. */
function folded({ blanks, first, more }: Gap): string {
  if (first === '') return blanks
  if (first !== '\n') return first + more
  return more === '' ? ' ' : more
}
