import {
  addToken,
  code,
  fail,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isDigit,
  isWordChar,
  type Scanner,
  skip,
  takeBreak,
} from './scanner.ts'

/** An anchor `&name` or an alias `*name`. */
export function scanAnchor(s: Scanner): undefined {
  const start = s.pos
  const type = code(s) === 0x2a ? 'alias' : 'anchor'
  skip(s)
  const value = takeWord(s)
  const next = s.text[s.pos] ?? ''
  if (value === '' || !(isBlankOrEnd(code(s)) || '?:,]}%@`'.includes(next))) {
    return fail(s, 'did not find expected alphabetic or numeric character')
  }
  addToken(s, type, start, s.pos, value)
}

/** A tag: `!<uri>`, `!suffix`, `!!suffix`, `!handle!suffix` or `!`. */
export function scanTag(s: Scanner): undefined {
  const start = s.pos
  let handle = ''
  let suffix: string | undefined
  if (code(s, 1) === 0x3c) {
    s.pos += 2
    suffix = takeTagUri(s, '')
    if (suffix !== undefined && code(s) !== 0x3e) return fail(s, "did not find the expected '>'")
    s.pos++
  } else {
    handle = takeTagHandle(s)
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = takeTagUri(s, '')
    } else {
      suffix = takeTagUri(s, handle)
      handle = suffix === '' ? '' : '!'
      if (suffix === '') suffix = '!'
    }
  }
  s.newlines = 0
  if (suffix === undefined || s.error) return
  if (!isBlankOrEnd(code(s))) return fail(s, 'did not find expected whitespace or line break')
  addToken(s, 'tag', start, s.pos, handle, suffix)
}

/** `%YAML 1.1` or `%TAG !handle! prefix`, with a comment behind it that is dropped. */
export function scanDirective(s: Scanner): undefined {
  const start = s.pos
  skip(s)
  const name = takeWord(s)
  if (name === '') return fail(s, 'could not find expected directive name')
  if (!isBlankOrEnd(code(s))) return fail(s, 'found unexpected non-alphabetical character')
  skipBlanks(s)
  if (name === 'YAML') scanVersion(s, start)
  else if (name === 'TAG') scanTagDirective(s, start)
  else fail(s, 'found unknown directive name')
  if (s.error) return
  skipBlanks(s)
  if (code(s) === 0x23) while (!isBreakOrEnd(code(s))) skip(s)
  if (!isBreakOrEnd(code(s))) return fail(s, 'did not find expected comment or line break')
  if (isBreak(code(s))) takeBreak(s)
}

function scanVersion(s: Scanner, start: number): undefined {
  const major = takeNumber(s)
  if (s.error) return
  if (code(s) !== 0x2e) return fail(s, "did not find expected digit or '.' character")
  skip(s)
  const minor = takeNumber(s)
  addToken(s, 'version', start, s.pos, `${Number(major)}.${Number(minor)}`)
}

function takeNumber(s: Scanner): string {
  const from = s.pos
  while (isDigit(code(s))) skip(s)
  if (s.pos - from > 2) fail(s, 'found extremely long version number')
  if (s.pos === from) fail(s, 'did not find expected version number')
  return s.text.slice(from, s.pos)
}

function scanTagDirective(s: Scanner, start: number): undefined {
  const handle = takeTagHandle(s)
  if (s.error) return
  if (handle !== '!' && !handle.endsWith('!')) return fail(s, "did not find expected '!'")
  if (!isBlank(code(s))) return fail(s, 'did not find expected whitespace')
  skipBlanks(s)
  const prefix = takeTagUri(s, '')
  if (prefix === undefined) return
  if (!isBlankOrEnd(code(s))) return fail(s, 'did not find expected whitespace or line break')
  addToken(s, 'tag-directive', start, s.pos, handle, prefix)
}

function skipBlanks(s: Scanner): undefined {
  while (isBlank(code(s))) skip(s)
}

function takeWord(s: Scanner): string {
  const from = s.pos
  while (isWordChar(code(s))) s.pos++
  if (s.pos > from) s.newlines = 0
  return s.text.slice(from, s.pos)
}

/** `!`, `!word` or `!word!`. */
function takeTagHandle(s: Scanner): string {
  const from = s.pos
  if (code(s) !== 0x21) {
    fail(s, "did not find expected '!'")
    return ''
  }
  skip(s)
  takeWord(s)
  if (code(s) === 0x21) skip(s)
  return s.text.slice(from, s.pos)
}

/** The rest of a tag, percent escapes resolved. `head` is what of it has been taken for a handle. */
function takeTagUri(s: Scanner, head: string): string | undefined {
  let uri = head.slice(1)
  let isEmpty = head === ''
  while (isWordChar(code(s)) || (code(s) !== 0 && ";/?:@&=+$,.!~*'()[]%".includes(s.text[s.pos] ?? ''))) {
    if (code(s) === 0x25) {
      const escaped = /(?:%[0-9a-fA-F]{2})+/y
      escaped.lastIndex = s.pos
      const decoded = decodedUtf8(escaped.exec(s.text)?.[0] ?? '')
      if (decoded === undefined) return fail(s, 'did not find URI escaped octet')
      uri += decoded
      s.pos = escaped.lastIndex
    } else {
      uri += s.text[s.pos]
      s.pos++
    }
    isEmpty = false
  }
  if (!isEmpty) return uri
  return fail(s, 'did not find expected tag URI')
}

function decodedUtf8(escapes: string): string | undefined {
  if (escapes === '') return undefined
  try {
    return decodeURIComponent(escapes)
  } catch {
    return undefined
  }
}
