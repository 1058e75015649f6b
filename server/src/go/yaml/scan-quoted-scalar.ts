import {
  addToken,
  code,
  fail,
  isAtDocumentIndicator,
  isBlank,
  isBlankOrEnd,
  isBreak,
  type Scanner,
  takeBreak,
} from './scanner.ts'

/** A scalar in single or double quotes, with its escapes resolved and its lines folded. */
export function scanQuotedScalar(s: Scanner): undefined {
  const start = s.pos
  const quote = code(s)
  let value = ''
  s.newlines = 0
  s.pos++
  for (;;) {
    if (isAtDocumentIndicator(s)) return fail(s, 'found unexpected document indicator', start)
    if (code(s) === 0) return fail(s, 'found unexpected end of stream', start)
    const word = takeWord(s, quote)
    if (word === undefined) return
    value += word.text
    if (code(s) === quote) break
    value += takeGap(s, word.isJoined)
  }
  s.newlines = 0
  s.pos++
  addToken(s, 'scalar', start, s.pos, value, '', quote === 0x27 ? 'single' : 'double')
}

/** Characters up to white space or the closing quote; `isJoined` where an escaped line break ended them. */
function takeWord(
  s: Scanner,
  quote: number,
): { readonly text: string; readonly isJoined: boolean } | undefined {
  let text = ''
  let from = s.pos
  for (let c = code(s); !isBlankOrEnd(c); c = code(s)) {
    s.newlines = 0
    if (c === quote) {
      if (quote !== 0x27 || code(s, 1) !== quote) break
      text += s.text.slice(from, s.pos + 1)
      s.pos += 2
      from = s.pos
    } else if (c === 0x5c && quote === 0x22) {
      text += s.text.slice(from, s.pos)
      s.pos++
      if (isBreak(code(s))) {
        takeBreak(s)
        return { text, isJoined: true }
      }
      const escaped = takeEscape(s)
      if (escaped === undefined) return undefined
      text += escaped
      from = s.pos
    } else {
      s.pos++
    }
  }
  return { text: text + s.text.slice(from, s.pos), isJoined: false }
}

/** White space in a quoted scalar: kept on one line, folded over several. */
function takeGap(s: Scanner, isJoined: boolean): string {
  let blanks = ''
  let first = ''
  let more = ''
  let isBroken = isJoined
  for (let c = code(s); isBlank(c) || isBreak(c); c = code(s)) {
    if (!isBreak(c)) {
      if (!isBroken) blanks += s.text[s.pos] ?? ''
      s.pos++
    } else if (isBroken) {
      more += takeBreak(s)
    } else {
      first = takeBreak(s)
      isBroken = true
    }
  }
  if (!isBroken) return blanks
  if (first !== '\n') return first + more
  return more === '' ? ' ' : more
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])

function takeEscape(s: Scanner): string | undefined {
  const letter = s.text[s.pos] ?? ''
  const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0
  const known = ESCAPES.get(letter)
  if (length === 0) {
    if (known === undefined) fail(s, 'found unknown escape character')
    s.pos++
    return known
  }
  const digits = s.text.slice(s.pos + 1, s.pos + 1 + length)
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    return fail(s, 'did not find expected hexdecimal number')
  const point = Number.parseInt(digits, 16)
  if ((point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff)
    return fail(s, 'found invalid Unicode character escape code')
  s.pos += 1 + length
  return String.fromCodePoint(point)
}
