import { checkSize } from '../reflect/failure.ts'
import { type Bytes, decodeRune, runeCount } from '../utf8.ts'

/** What stands between `%` and the verb. */
export interface Flags {
  width: number | undefined
  precision: number | undefined
  minus: boolean
  plus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  /** `%+v` and `%#v` are formats of their own, so that nested values do not see `+` and `#`. */
  plusV: boolean
  sharpV: boolean
}

/** A printer of package fmt: what it wrote, and the flags of the verb at work. */
export interface Printer {
  out: Bytes
  flags: Flags
  /** While a bad verb is reported, no method is called. */
  erroring: boolean
  /** How many pieces were written: lists of lists can be larger than they look. */
  pieces: number
}

export function printer(): Printer {
  return { out: '', flags: noFlags(), erroring: false, pieces: 0 }
}

export function noFlags(): Flags {
  return {
    width: undefined,
    precision: undefined,
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
  }
}

export function write(p: Printer, text: Bytes): void {
  p.pieces++
  checkSize(Math.max(p.out.length + text.length, 4 * p.pieces))
  p.out += text
}

/** Writes the text, padded to the width: on the left, where zeros may be asked for, or on the right. */
export function pad(p: Printer, text: Bytes, zero: boolean = p.flags.zero): void {
  const { width, minus } = p.flags
  const missing = width === undefined ? 0 : Math.max(width - runeCount(text), 0)
  const padding = (zero && !minus ? '0' : ' ').repeat(missing)
  write(p, minus ? text + padding : padding + text)
}

/** `%s`: cut to as many runes as the precision says. */
export function formatString(p: Printer, text: Bytes): void {
  pad(p, truncate(p, text))
}

export function truncate(p: Printer, text: Bytes): Bytes {
  const { precision } = p.flags
  if (precision === undefined || precision >= text.length) return text
  let end = 0
  for (let count = 0; count < precision; count++) end += decodeRune(text, end)[1]
  return text.slice(0, end)
}

/** `%x` and `%X` of bytes. */
export function formatHex(p: Printer, bytes: Bytes, verb: string): void {
  const { precision, width, minus, sharp, space } = p.flags
  const shown = bytes.slice(0, precision)
  const prefix = sharp ? `0${verb}` : ''
  const pairs = Array.from(shown, byte => byte.charCodeAt(0).toString(16).padStart(2, '0')).map(pair =>
    verb === 'X' ? pair.toUpperCase() : pair,
  )
  const text = shown === '' ? '' : prefix + pairs.join(space ? ` ${prefix}` : '')
  const zero = p.flags.zero && !minus
  const padding = (zero ? '0' : ' ').repeat(Math.max((width ?? 0) - text.length, 0))
  write(p, minus ? text + padding : padding + text)
}
