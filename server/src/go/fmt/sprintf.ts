import { type Any, isInteger } from '../reflect/type.ts'
import { type Bytes, decodeRune, encodeRune } from '../utf8.ts'
import { noFlags, type Printer, printer, write } from './printer.ts'
import { printArgument } from './value.ts'

/** `fmt.Sprintf` (fmt/print.go, doPrintf), its reports of bad verbs, arguments, widths and indexes included. */
export function sprintf(format: Bytes, args: readonly Any[]): Bytes {
  const p = printer()
  const scan: Scan = {
    format,
    args,
    at: 0,
    argument: 0,
    afterIndex: false,
    reordered: false,
    goodIndex: true,
  }
  while (scan.at < format.length) {
    const percent = format.indexOf('%', scan.at)
    write(p, format.slice(scan.at, percent < 0 ? undefined : percent))
    if (percent < 0) break
    scan.at = percent + 1
    if (!printVerb(p, scan)) break
  }
  if (!scan.reordered && scan.argument < args.length) writeExtra(p, args.slice(scan.argument))
  return p.out
}

/** Where `doPrintf` stands. */
interface Scan {
  readonly format: Bytes
  readonly args: readonly Any[]
  at: number
  /** The next argument. */
  argument: number
  /** The last thing read was an index such as `[3]`. */
  afterIndex: boolean
  /** There was an index at all. */
  reordered: boolean
  goodIndex: boolean
}

/** One verb, from behind its `%`. False where the format ends before the verb. */
function printVerb(p: Printer, scan: Scan): boolean {
  scan.goodIndex = true
  scan.afterIndex = false
  p.flags = noFlags()
  readFlags(p, scan)
  readIndex(scan)
  readWidth(p, scan)
  readPrecision(p, scan)
  if (!scan.afterIndex) readIndex(scan)
  if (scan.at >= scan.format.length) {
    write(p, '%!(NOVERB)')
    return false
  }
  const [rune, width] = decodeRune(scan.format, scan.at)
  scan.at += width
  const verb = encodeRune(rune)
  if (verb === '%') write(p, '%')
  else if (!scan.goodIndex) write(p, `%!${verb}(BADINDEX)`)
  else if (scan.argument >= scan.args.length) write(p, `%!${verb}(MISSING)`)
  else {
    if (verb === 'v' || verb === 'w') {
      p.flags.sharpV = p.flags.sharp
      p.flags.plusV = p.flags.plus
      p.flags.sharp = false
      p.flags.plus = false
    }
    printArgument(p, scan.args[scan.argument], verb)
    scan.argument++
  }
  return true
}

function readFlags(p: Printer, scan: Scan): void {
  for (; ; scan.at++) {
    switch (scan.format[scan.at]) {
      case '#':
        p.flags.sharp = true
        break
      case '0':
        p.flags.zero = true
        break
      case '+':
        p.flags.plus = true
        break
      case '-':
        p.flags.minus = true
        break
      case ' ':
        p.flags.space = true
        break
      default:
        return
    }
  }
}

function readWidth(p: Printer, scan: Scan): void {
  if (scan.format[scan.at] === '*') {
    scan.at++
    const width = readArgument(scan)
    if (width === undefined) write(p, '%!(BADWIDTH)')
    else {
      p.flags.width = Math.abs(width)
      if (width < 0) p.flags.minus = true
      if (width < 0) p.flags.zero = false
    }
    scan.afterIndex = false
    return
  }
  p.flags.width = readNumber(scan)
  if (scan.afterIndex && p.flags.width !== undefined) scan.goodIndex = false
}

function readPrecision(p: Printer, scan: Scan): void {
  if (scan.at + 1 >= scan.format.length || scan.format[scan.at] !== '.') return
  scan.at++
  if (scan.afterIndex) scan.goodIndex = false
  readIndex(scan)
  if (scan.format[scan.at] !== '*') {
    p.flags.precision = readNumber(scan) ?? 0
    return
  }
  scan.at++
  const precision = readArgument(scan)
  if (precision === undefined || precision < 0) write(p, '%!(BADPREC)')
  else p.flags.precision = precision
  scan.afterIndex = false
}

/** `[3]`: which argument comes next, counted from 1. */
function readIndex(scan: Scan): void {
  scan.afterIndex = false
  if (scan.format[scan.at] !== '[') return
  scan.reordered = true
  const close = scan.format.indexOf(']', scan.at + 1)
  if (close < 0 || scan.format.length - scan.at < 3) {
    scan.at++
    scan.goodIndex = false
    return
  }
  const inner = scan.format.slice(scan.at + 1, close)
  const index = /^[0-9]+$/.test(inner) && !isTooLarge(Number(inner.slice(0, -1))) ? Number(inner) : undefined
  scan.at = close + 1
  scan.afterIndex = index !== undefined
  if (index !== undefined && index >= 1 && index <= scan.args.length) scan.argument = index - 1
  else scan.goodIndex = false
}

/** A number in the format. One that is too large ends the format, as in Go. */
function readNumber(scan: Scan): number | undefined {
  let number: number | undefined
  for (;;) {
    const digit = scan.format.charCodeAt(scan.at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return number
    if (number !== undefined && isTooLarge(number)) {
      scan.at = scan.format.length
      return undefined
    }
    number = (number ?? 0) * 10 + digit
    scan.at++
  }
}

/** A width or precision that `*` takes from the arguments. */
function readArgument(scan: Scan): number | undefined {
  if (scan.argument >= scan.args.length) return undefined
  const argument = scan.args[scan.argument++]
  if (argument === undefined || !isInteger(argument.type)) return undefined
  const number = Number(argument.data)
  return isTooLarge(number) ? undefined : number
}

const isTooLarge = (number: number): boolean => Math.abs(number) > 1e6

/** `%!(EXTRA int=1)`. */
function writeExtra(p: Printer, args: readonly Any[]): void {
  p.flags = noFlags()
  write(p, '%!(EXTRA ')
  for (const [index, argument] of args.entries()) {
    if (index > 0) write(p, ', ')
    if (argument === undefined) write(p, '<nil>')
    else {
      write(p, `${argument.type.name}=`)
      printArgument(p, argument, 'v')
    }
  }
  write(p, ')')
}
