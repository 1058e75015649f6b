import type { GoError } from '../go-error.ts'
import { replaceAll } from '../strings.ts'
import { toLower, toLowerRune, toUpper, toUpperRune } from '../unicode.ts'
import { type Bytes, decodeRune, encodeRune, fromRunes, runes } from '../utf8.ts'
import { match } from './match.ts'

/** What Go would have panicked with. A value, never thrown. */
export interface Panic {
  readonly panic: string
}

/** What an operator makes of a variable's value (fluxcd/pkg/envsubst, funcs.go). */
export function applyOperator(name: Bytes, value: Bytes, args: readonly Bytes[]): Bytes | GoError | Panic {
  if ((name.startsWith('#') || name.startsWith('%')) && isTooLong(value, args[0] ?? '')) {
    return { err: `a value of ${value.length} bytes is too long to match a pattern against here` }
  }
  const [first, second] = args
  switch (name) {
    case ',':
      return firstRune(value, toLowerRune)
    case ',,':
      return toLower(value)
    case '^':
      return firstRune(value, toUpperRune)
    case '^^':
      return toUpper(value)
    case '#':
      return first === undefined ? String(value.length) : trim(value, first, false)
    case '##':
      return trim(value, first ?? '', true)
    case '%':
      return reverse(trim(reverse(value), reverse(first ?? ''), false))
    case '%%':
      return reverse(trim(reverse(value), reverse(first ?? ''), true))
    case ':':
      return substring(value, first ?? '', second)
    case '/#':
      return second !== undefined && value.startsWith(first ?? '')
        ? replaceFirst(value, first ?? '', second)
        : value
    case '/%':
      return second !== undefined && value.endsWith(first ?? '')
        ? value.slice(0, value.length - (first ?? '').length) + second
        : value
    case '/':
      return replaceFirst(value, first ?? '', second ?? '')
    case '//':
      return replaceAll(value, first ?? '', second ?? '')
    default:
      return value === '' ? args.join('') : value
  }
}

/** Every prefix of the value is matched, so the work grows with its square. */
const isTooLong = (value: Bytes, pattern: Bytes): boolean => value.length ** 2 * pattern.length > 5e7

function firstRune(value: Bytes, change: (rune: number) => number): Bytes {
  const [rune, width] = decodeRune(value)
  return width === 0 ? '' : encodeRune(change(rune)) + value.slice(width)
}

/** Without the longest or the shortest prefix that matches. A bad pattern leaves the value as it is. */
function trim(value: Bytes, pattern: Bytes, longest: boolean): Bytes {
  let shortest = value.length
  let found = false
  for (let end = value.length; end > 0; end--) {
    const matches = match(pattern, value.slice(0, end))
    if (matches === undefined) return value
    if (!matches) continue
    if (longest) return value.slice(end)
    found = true
    shortest = end
  }
  return found ? value.slice(shortest) : value
}

const reverse = (value: Bytes): Bytes => fromRunes(runes(value).reverse())

/** `strings.Replace` once; an empty pattern matches at the start. */
function replaceFirst(value: Bytes, from: Bytes, to: Bytes): Bytes {
  const at = value.indexOf(from)
  return at < 0 ? value : value.slice(0, at) + to + value.slice(at + from.length)
}

/** `${a:offset:length}`: in bytes, an offset that is no number gives the value, a length may panic. */
function substring(value: Bytes, offset: Bytes, length: Bytes | undefined): Bytes | Panic {
  const size = BigInt(value.length)
  const given = atoi(offset)
  if (given === undefined) return value
  const fromEnd = given < 0n ? size + given : given
  const start = fromEnd < 0n ? 0n : fromEnd
  if (length === undefined) return start < size ? value.slice(Number(start)) : ''
  const count = atoi(length)
  if (count === undefined) return value
  const end = BigInt.asIntN(64, start + count)
  if (end >= size) return start < size ? value.slice(Number(start)) : ''
  if (end < 0n) return { panic: `runtime error: slice bounds out of range [:${end}]` }
  if (start > end) return { panic: `runtime error: slice bounds out of range [${start}:${end}]` }
  return value.slice(Number(start), Number(end))
}

/** `strconv.Atoi`: undefined for its error. */
function atoi(text: Bytes): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined
  const number = BigInt(text.replace(/^\+/, ''))
  return BigInt.asIntN(64, number) === number ? number : undefined
}
