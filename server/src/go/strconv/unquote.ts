import { type Bytes, decodeRune, encodeRune } from '../utf8.ts'

/** `strconv.Unquote` of a string or raw string as Go's lexer delimits it. Undefined is `invalid syntax`. */
export function unquote(text: Bytes): Bytes | undefined {
  const mark = text[0]
  if (text.length < 2 || mark !== text.at(-1)) return undefined
  const inner = text.slice(1, -1)
  if (mark === '`') return inner.includes('`') ? undefined : inner.replaceAll('\r', '')
  if (inner.includes('\n')) return undefined
  let result = ''
  for (let index = 0; index < inner.length; ) {
    const found = unquoteChar(inner, index, '"')
    if (found === undefined) return undefined
    result += found.isByte ? String.fromCharCode(found.rune) : encodeRune(found.rune)
    index = found.end
  }
  return result
}

export interface Unquoted {
  readonly rune: number
  /** Whether the escape names a byte (`\xff`, `\377`) and no code point. */
  readonly isByte: boolean
  readonly end: number
}

/** `strconv.UnquoteChar` at an index, inside these quotes. Undefined is `invalid syntax`. */
export function unquoteChar(text: Bytes, index: number, mark: '"' | "'"): Unquoted | undefined {
  const first = text[index]
  if (first === undefined || first === mark) return undefined
  if (first !== '\\') {
    const [rune, width] = decodeRune(text, index)
    return { rune, isByte: false, end: index + width }
  }
  const letter = text[index + 1] ?? ''
  const simple = escapes.get(letter)
  if (simple !== undefined) return { rune: simple, isByte: false, end: index + 2 }
  if (letter === mark || letter === '\\') return { rune: letter.charCodeAt(0), isByte: false, end: index + 2 }
  if (/[0-7]/.test(letter)) {
    const digits = text.slice(index + 1, index + 4)
    const rune = Number.parseInt(digits, 8)
    return /^[0-7]{3}$/.test(digits) && rune < 256 ? { rune, isByte: true, end: index + 4 } : undefined
  }
  const count = { x: 2, u: 4, U: 8 }[letter]
  if (count === undefined) return undefined
  const digits = text.slice(index + 2, index + 2 + count)
  if (digits.length !== count || !/^[0-9a-f]+$/i.test(digits)) return undefined
  const rune = Number.parseInt(digits, 16)
  const valid = letter === 'x' || (rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff))
  return valid ? { rune, isByte: letter === 'x', end: index + 2 + count } : undefined
}

const escapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
])
