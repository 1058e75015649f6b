import { type Budget, checkDepth, panic, spend } from '../reflect/failure.ts'
import { type Any, floatType } from '../reflect/type.ts'
import { of, ofBool, ofDict, ofList, ofString } from '../reflect/value.ts'
import { quote } from '../strconv/quote.ts'
import { type Bytes, decodeRune, encodeRune } from '../utf8.ts'

/** `json.Unmarshal` into an `interface{}`. Throws `Failure` with Go's error. */
export function decodeJson(budget: Budget, text: Bytes): Any {
  spend(budget, text.length)
  const s: State = { budget, text, at: 0, overflow: undefined }
  const value = decodeValue(s, 0, 'looking for beginning of value')
  skipSpace(s)
  if (s.at < text.length) bad(s, 'after top-level value')
  if (s.overflow !== undefined)
    panic(`json: cannot unmarshal number ${s.overflow} into Go value of type float64`)
  return value
}

interface State {
  readonly budget: Budget
  readonly text: Bytes
  at: number
  /** The first number that is beyond all floats; an error only where the syntax has none. */
  overflow: Bytes | undefined
}

function decodeValue(s: State, depth: number, context: Bytes): Any {
  checkDepth(depth)
  skipSpace(s)
  const first = s.text[s.at]
  switch (first) {
    case '{':
      return decodeObject(s, depth)
    case '[':
      return decodeArray(s, depth)
    case '"':
      return ofString(decodeString(s))
    case 't':
      return decodeWord(s, 'true', ofBool(true))
    case 'f':
      return decodeWord(s, 'false', ofBool(false))
    case 'n':
      return decodeWord(s, 'null', undefined)
    default:
      return first !== undefined && /[-0-9]/.test(first) ? decodeNumber(s) : bad(s, context)
  }
}

function decodeObject(s: State, depth: number): Any {
  const entries = new Map<Bytes, Any>()
  s.at++
  skipSpace(s)
  if (s.text[s.at] === '}') {
    s.at++
    return ofDict([])
  }
  for (;;) {
    skipSpace(s)
    if (s.text[s.at] !== '"') bad(s, 'looking for beginning of object key string')
    const key = decodeString(s)
    skipSpace(s)
    if (s.text[s.at] !== ':') bad(s, 'after object key')
    s.at++
    entries.set(key, decodeValue(s, depth + 1, 'looking for beginning of value'))
    skipSpace(s)
    if (s.text[s.at] === '}') break
    if (s.text[s.at] !== ',') bad(s, 'after object key:value pair')
    s.at++
  }
  s.at++
  return ofDict(entries)
}

function decodeArray(s: State, depth: number): Any {
  const items: Any[] = []
  s.at++
  skipSpace(s)
  if (s.text[s.at] === ']') {
    s.at++
    return ofList(items)
  }
  for (;;) {
    items.push(decodeValue(s, depth + 1, 'looking for beginning of value'))
    skipSpace(s)
    if (s.text[s.at] === ']') break
    if (s.text[s.at] !== ',') bad(s, 'after array element')
    s.at++
  }
  s.at++
  return ofList(items)
}

function decodeWord(s: State, word: Bytes, value: Any): Any {
  for (const [index, letter] of Array.from(word).entries()) {
    if (s.text[s.at] !== letter) bad(s, `in literal ${word} (expecting ${quoteCharacter(word[index] ?? '')})`)
    s.at++
  }
  return value
}

function decodeNumber(s: State): Any {
  const start = s.at
  const digits = (context: Bytes): void => {
    if (!isDigit(s)) bad(s, context)
    while (isDigit(s)) s.at++
  }
  if (s.text[s.at] === '-') s.at++
  if (s.text[s.at] === '0') s.at++
  else digits('in numeric literal')
  if (s.text[s.at] === '.') {
    s.at++
    digits('after decimal point in numeric literal')
  }
  if (s.text[s.at] === 'e' || s.text[s.at] === 'E') {
    s.at++
    if (s.text[s.at] === '+' || s.text[s.at] === '-') s.at++
    digits('in exponent of numeric literal')
  }
  const text = s.text.slice(start, s.at)
  const number = Number(text)
  if (!Number.isFinite(number)) s.overflow ??= text
  return of(floatType, number)
}

const isDigit = (s: State): boolean => /[0-9]/.test(s.text[s.at] ?? '')

function decodeString(s: State): Bytes {
  let result = ''
  s.at++
  for (;;) {
    const character = s.text[s.at]
    if (character === undefined || character < ' ') bad(s, 'in string literal')
    if (character === '"') break
    if (character === '\\') result += decodeEscape(s)
    else {
      const [rune, width] = decodeRune(s.text, s.at)
      result += encodeRune(rune)
      s.at += width
    }
  }
  s.at++
  return result
}

function decodeEscape(s: State): Bytes {
  s.at++
  const letter = s.text[s.at] ?? ''
  if (letter === 'u') {
    const high = decodeUnit(s)
    if (high < 0xd800 || high >= 0xdc00 || !s.text.startsWith('\\u', s.at)) return encodeRune(high)
    // A low surrogate behind completes the character; anything else stands for itself.
    const back = s.at
    s.at++
    const low = decodeUnit(s)
    if (low >= 0xdc00 && low < 0xe000) return encodeRune(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    s.at = back
    return encodeRune(high)
  }
  const simple = escapes[letter]
  if (simple === undefined) bad(s, 'in string escape code')
  s.at++
  return simple ?? ''
}

/** `uXXXX`, from its `u`. */
function decodeUnit(s: State): number {
  s.at++
  for (let index = 0; index < 4; index++, s.at++) {
    if (!/[0-9a-fA-F]/.test(s.text[s.at] ?? '')) bad(s, 'in \\u hexadecimal character escape')
  }
  return Number.parseInt(s.text.slice(s.at - 4, s.at), 16)
}

const escapes: Readonly<Record<string, Bytes>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function skipSpace(s: State): void {
  while (/[ \t\r\n]/.test(s.text[s.at] ?? '')) s.at++
}

function bad(s: State, context: Bytes): never {
  const character = s.text[s.at]
  // At the end Go tries a space, which is wrong inside a token and between tokens merely not enough.
  if (character === undefined && !insideToken.test(context)) panic('unexpected end of JSON input')
  return panic(`invalid character ${quoteCharacter(character ?? ' ')} ${context}`)
}

const insideToken = /^(?:in (?!string literal)|after decimal point)/

/** A byte in quotes, as encoding/json shows it: as if it were Latin-1. */
function quoteCharacter(byte: Bytes): Bytes {
  if (byte === "'") return String.raw`'\''`
  return byte === '"' ? `'"'` : `'${quote(encodeRune(byte.charCodeAt(0))).slice(1, -1)}'`
}
