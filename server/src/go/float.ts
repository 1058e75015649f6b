import type { GoError } from './go-error.ts'
import { quote } from './quote.ts'

const digits = '[0-9]+(?:_[0-9]+)*'
const hexDigits = '[0-9a-f]+(?:_[0-9a-f]+)*'
const decimal = new RegExp(`^[+-]?(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:e[+-]?${digits})?$`, 'i')
// The prefix counts as a digit for the underscore behind it; the exponent must be there.
const hexadecimal = new RegExp(
  `^([+-]?)0x(?:(_?${hexDigits})(?:\\.(${hexDigits})?)?|\\.(${hexDigits}))p([+-]?${digits})$`,
  'i',
)

/** Go's `strconv.ParseFloat` to 64 bits, rounded exactly (vector family `parsefloat`). */
export function parseFloat64(text: string): number | GoError {
  const whole = smallInteger(text)
  if (whole !== undefined) return whole
  if (/^nan$/i.test(text)) return Number.NaN
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -infinity : infinity
  // Underscores aside, JavaScript reads a decimal number as Go does.
  const value = decimal.test(text) ? Number(plain(text)) : hexadecimalValue(text)
  if (value === undefined) return numError(text, 'invalid syntax')
  return Number.isFinite(value) ? value : numError(text, 'value out of range')
}

/** What nearly every number is: so few digits, and nothing else, that every sum on the way is exact. */
function smallInteger(text: string): number | undefined {
  if (text === '' || text.length > 15) return undefined
  let value = 0
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return value
}

const infinity = Number.POSITIVE_INFINITY

function hexadecimalValue(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', bare = '', exponent] = hexadecimal.exec(text) ?? []
  if (exponent === undefined) return undefined
  const behindPoint = plain(fraction + bare)
  const mantissa = BigInt(`0x${plain(whole)}${behindPoint}`)
  const magnitude = scaled(mantissa, Number(plain(exponent)) - 4 * behindPoint.length)
  return sign === '-' ? -magnitude : magnitude
}

function plain(number: string): string {
  return number.replaceAll('_', '')
}

/** `mantissa × 2^exponent`, rounded to the nearest, ties to even. */
function scaled(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0
  // Where the last of 53 bits stands, or the last that the smallest numbers have.
  const last = Math.max(exponent + mantissa.toString(2).length - 53, -1074)
  if (last > 971) return infinity
  return Number(rounded(mantissa, last - exponent)) * 2 ** last
}

/** `mantissa` without its last `bits` bits; with as many more where negative. */
function rounded(mantissa: bigint, bits: number): bigint {
  if (bits <= 0) return mantissa << BigInt(-bits)
  const shift = BigInt(bits)
  const kept = mantissa >> shift
  const [rest, half] = [mantissa - (kept << shift), 1n << (shift - 1n)]
  return rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept
}

function numError(text: string, problem: string): GoError {
  return { err: `strconv.ParseFloat: parsing ${quote(text)}: ${problem}` }
}
