import { formatFloat } from '../strconv/format-float.ts'
import { quoteRune } from '../strconv/quote.ts'
import { isPrint } from '../unicode.ts'
import { encodeRune } from '../utf8.ts'
import { type Printer, pad, write } from './printer.ts'

/** The verbs of integers; false for a verb that is none. `value` is the number as its 64 bits read. */
export function formatInteger(p: Printer, value: bigint, verb: string, isSigned: boolean): boolean {
  switch (verb) {
    case 'v':
      if (p.flags.sharpV && !isSigned) formatHex64(p, value, true)
      else digits(p, value, 10, verb)
      return true
    case 'd':
      digits(p, value, 10, verb)
      return true
    case 'b':
      digits(p, value, 2, verb)
      return true
    case 'o':
    case 'O':
      digits(p, value, 8, verb)
      return true
    case 'x':
    case 'X':
      digits(p, value, 16, verb)
      return true
    case 'c':
      pad(p, encodeRune(toRune(value)))
      return true
    case 'q':
      pad(p, quoteRune(toRune(value), p.flags.plus))
      return true
    case 'U':
      unicode(p, BigInt.asUintN(64, value))
      return true
    default:
      return false
  }
}

/** In hexadecimal, with `0x` before it or not, whatever the flags. */
export function formatHex64(p: Printer, value: bigint, prefixed: boolean): void {
  const { sharp } = p.flags
  p.flags.sharp = prefixed
  digits(p, value, 16, 'v')
  p.flags.sharp = sharp
}

/** The verbs of floats; false for a verb that is none. */
export function formatFloatVerb(p: Printer, value: number, verb: string): boolean {
  switch (verb) {
    case 'v':
      float(p, value, 'g', -1)
      return true
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      float(p, value, verb, -1)
      return true
    case 'f':
    case 'e':
    case 'E':
      float(p, value, verb, 6)
      return true
    case 'F':
      float(p, value, 'f', 6)
      return true
    default:
      return false
  }
}

/** `(1+2i)`: each part as a float, the second always with its sign. */
export function formatComplex(p: Printer, re: number, im: number, verb: string): boolean {
  if (!'vbgGxXfFeE'.includes(verb)) return false
  const { plus } = p.flags
  write(p, '(')
  formatFloatVerb(p, re, verb)
  p.flags.plus = true
  formatFloatVerb(p, im, verb)
  write(p, 'i)')
  p.flags.plus = plus
  return true
}

/** A code point; what is larger than any becomes U+FFFD, as does a negative number. */
function toRune(value: bigint): number {
  return value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd
}

function unicode(p: Printer, value: bigint): void {
  const { precision, sharp } = p.flags
  const hex = value
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(precision ?? 0, 4), '0')
  const printable = sharp && value <= 0x10ffffn && isPrint(Number(value))
  pad(p, `U+${hex}${printable ? ` '${encodeRune(Number(value))}'` : ''}`, false)
}

function digits(p: Printer, value: bigint, base: number, verb: string): void {
  const { width, precision, minus, plus, sharp, space, zero } = p.flags
  const negative = value < 0n
  // Precision zero prints nothing for zero but the padding.
  if (precision === 0 && value === 0n) {
    pad(p, '', false)
    return
  }
  const sign = negative ? '-' : plus ? '+' : space ? ' ' : ''
  const filled = zero && !minus && width !== undefined ? width - sign.length : 0
  let text = (negative ? -value : value).toString(base).padStart(precision ?? filled, '0')
  if (verb === 'X') text = text.toUpperCase()
  if (sharp && base === 2) text = `0b${text}`
  if (sharp && base === 8 && !text.startsWith('0')) text = `0${text}`
  if (sharp && base === 16) text = (verb === 'X' ? '0X' : '0x') + text
  if (verb === 'O') text = `0o${text}`
  pad(p, sign + text, false)
}

function float(p: Printer, value: number, verb: string, given: number): void {
  const { plus, space, sharp, zero, minus, width } = p.flags
  const precision = p.flags.precision ?? given
  const plain = formatFloat(value, verb, precision)
  let text = /^[+-]/.test(plain) ? plain : `+${plain}`
  if (space && text.startsWith('+') && !plus) text = ` ${text.slice(1)}`
  if (!Number.isFinite(value)) {
    if (Number.isNaN(value) && !space && !plus) text = text.slice(1)
    pad(p, text, false)
    return
  }
  if (sharp && verb !== 'b') text = withPoint(text, verb, precision)
  // Zeros go between the sign and the number.
  const missing = zero && !minus ? (width ?? 0) - text.length : 0
  if (!plus && text.startsWith('+')) pad(p, text.slice(1))
  else if (missing > 0) write(p, text.slice(0, 1) + '0'.repeat(missing) + text.slice(1))
  else pad(p, text)
}

/** `#` forces a decimal point, and keeps the zeros at the end that `%g` drops. */
function withPoint(text: string, verb: string, precision: number): string {
  const isHex = verb === 'x' || verb === 'X'
  const at = text.search(isHex ? /[pP]/ : /[eE]/)
  const number = at < 0 ? text : text.slice(0, at)
  const tail = at < 0 ? '' : text.slice(at)
  const wanted = 'gGx'.includes(verb) ? (precision < 0 ? 6 : precision) : 0
  const significant = number.slice(1).replace('.', '').replace(/^0+/, '').length
  const hasPoint = number.includes('.')
  const isZero = !hasPoint && number.slice(1) === '0'
  const zeros = '0'.repeat(Math.max(wanted - significant - (isZero ? 1 : 0), 0))
  return number + (hasPoint ? '' : '.') + zeros + tail
}
