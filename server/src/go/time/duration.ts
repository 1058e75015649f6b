import type { GoError } from '../go-error.ts'
import { quote } from '../strconv/quote.ts'
import type { Bytes } from '../utf8.ts'

/** `time.ParseDuration`, in nanoseconds. */
export function parseDuration(text: Bytes): bigint | GoError {
  const invalid: GoError = { err: `time: invalid duration ${quote(text)}` }
  const negative = text.startsWith('-')
  let rest = text.replace(/^[+-]/, '')
  if (rest === '0') return 0n
  if (rest === '') return invalid
  let total = 0n
  while (rest !== '') {
    const [all = '', whole = '', fraction = '', unit = ''] =
      /^([0-9]*)(?:\.([0-9]*))?([^.0-9]*)/s.exec(rest) ?? []
    if (whole === '' && fraction === '') return invalid
    if (unit === '') return { err: `time: missing unit in duration ${quote(text)}` }
    const size = units.get(unit)
    if (size === undefined) return { err: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` }
    if (whole.length > 19) return invalid
    total += BigInt(whole === '' ? 0 : whole) * size + fractionOf(fraction, size)
    if (total > 1n << 63n) return invalid
    rest = rest.slice(all.length)
  }
  if (!negative && total > (1n << 63n) - 1n) return invalid
  return negative ? -total : total
}

/** What digits behind a point are of a unit; Go takes as many as fit into an int64. */
function fractionOf(digits: Bytes, unit: bigint): bigint {
  const taken = digits.slice(0, BigInt(digits.slice(0, 19) || '0') <= 1n << 63n ? 19 : 18)
  return taken === '' ? 0n : BigInt(Math.trunc(Number(taken) * (Number(unit) / 10 ** taken.length)))
}

/** `Duration.String`: `72h3m0.5s`, and `1.5µs` below a second. */
export function showDuration(duration: bigint): Bytes {
  const size = duration < 0n ? -duration : duration
  const sign = duration < 0n ? '-' : ''
  if (size === 0n) return '0s'
  if (size < 1_000_000_000n) {
    const [unit, name] =
      size < 1000n ? [1n, 'ns'] : size < 1_000_000n ? [1000n, '\xc2\xb5s'] : [1_000_000n, 'ms']
    return `${sign}${decimal(size, unit as bigint)}${name}`
  }
  const minutes = size / 60_000_000_000n
  const seconds = decimal(size % 60_000_000_000n, 1_000_000_000n)
  const hours = minutes / 60n
  const shown = minutes === 0n ? '' : `${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m`
  return `${sign}${shown}${seconds}s`
}

const units: ReadonlyMap<Bytes, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['\xc2\xb5s', 1000n],
  ['\xce\xbcs', 1000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
])

/** `size / unit` without zeros at the end. */
function decimal(size: bigint, unit: bigint): Bytes {
  const fraction = String(size % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '')
  return `${size / unit}${unit === 1n || fraction === '' ? '' : `.${fraction}`}`
}
