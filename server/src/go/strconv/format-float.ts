/**
 * `strconv.FormatFloat(x, verb, precision, 64)`: verbs e E f g G b x X; precision -1 is the shortest that reads back.
 * Rounds the exact value half to even, where JavaScript's `toFixed` rounds half up.
 */
export function formatFloat(x: number, verb: string, precision: number): string {
  if (Number.isNaN(x)) return 'NaN'
  if (!Number.isFinite(x)) return x > 0 ? '+Inf' : '-Inf'
  const sign = x < 0 || Object.is(x, -0) ? '-' : ''
  const size = Math.abs(x)
  if (verb === 'b') return sign + binary(size)
  if (verb === 'x' || verb === 'X') return sign + hexadecimal(size, verb, precision)
  const shortest = precision < 0
  const exact = shortest ? shortestDigits(size) : exactDigits(size)
  switch (verb) {
    case 'e':
    case 'E': {
      const digits = shortest ? exact : round(exact, precision + 1)
      return sign + exponential(digits, shortest ? Math.max(digits.digits.length - 1, 0) : precision, verb)
    }
    case 'f': {
      const digits = shortest ? exact : round(exact, exact.point + precision)
      return sign + fixed(digits, shortest ? Math.max(digits.digits.length - digits.point, 0) : precision)
    }
    default:
      return sign + general(exact, shortest ? -1 : precision === 0 ? 1 : precision, verb === 'G' ? 'E' : 'e')
  }
}

/** `0.d₁d₂… × 10^point`, without zeros at the end. Zero has no digits. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

function shortestDigits(x: number): Decimal {
  if (x === 0) return { digits: '', point: 0 }
  const [digits = '', exponent] = x.toExponential().split('e')
  return { digits: digits.replace('.', ''), point: Number(exponent) + 1 }
}

/** Mantissa and binary exponent: `x = mantissa × 2^exponent`. */
function parts(x: number): readonly [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return biased === 0 ? [fraction, -1074] : [fraction | (1n << 52n), biased - 1075]
}

function exactDigits(x: number): Decimal {
  const [mantissa, exponent] = parts(x)
  if (mantissa === 0n) return { digits: '', point: 0 }
  // x = mantissa × 5^n / 10^n for a negative exponent -n.
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent)
  const digits = String(scaled)
  return { digits: digits.replace(/0+$/, ''), point: digits.length + Math.min(exponent, 0) }
}

/** Rounded to this many digits, half to even. */
function round({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point }
  if (count < 0) return { digits: '', point: 0 }
  const kept = digits.slice(0, count)
  const rest = digits.slice(count)
  const isTie = rest === '5'
  const isOdd = count > 0 && Number(kept.at(-1)) % 2 === 1
  if (isTie ? !isOdd : rest < '5') return { digits: kept.replace(/0+$/, ''), point: kept === '' ? 0 : point }
  const up = kept === '' ? '1' : String(BigInt(kept) + 1n).padStart(kept.length, '0')
  return { digits: up.replace(/0+$/, ''), point: point + (up.length - kept.length) }
}

function exponential({ digits, point }: Decimal, precision: number, mark: string): string {
  const all = digits.padEnd(precision + 1, '0').slice(0, precision + 1)
  const exponent = digits === '' ? 0 : point - 1
  const fraction = precision > 0 ? `.${all.slice(1)}` : ''
  return `${all[0] ?? '0'}${fraction}${mark}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  if (precision <= 0) return whole
  const fraction = '0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`
}

function general(exact: Decimal, precision: number, mark: string): string {
  const shortest = precision < 0
  const rounded = shortest ? exact : round(exact, precision)
  const count = rounded.digits.length
  const wanted = shortest ? 6 : precision > count && count >= rounded.point ? count : precision
  const exponent = rounded.point - 1
  if (exponent < -4 || exponent >= wanted) {
    const digits = shortest || precision > count ? count : precision
    return exponential(rounded, Math.max(digits - 1, 0), mark)
  }
  return fixed(rounded, Math.max(count - rounded.point, 0))
}

function binary(x: number): string {
  const [mantissa, exponent] = parts(x)
  return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

function hexadecimal(x: number, verb: string, precision: number): string {
  let [mantissa, exponent] = parts(x)
  if (mantissa === 0n) exponent = 0
  else {
    const shift = 53 - mantissa.toString(2).length
    mantissa <<= BigInt(shift)
    exponent += 52 - shift
  }
  // One digit before the point, thirteen after it.
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(52 - precision * 4)
    const rest = mantissa & ((1n << dropped) - 1n)
    mantissa >>= dropped
    const half = 1n << (dropped - 1n)
    if (rest > half || (rest === half && mantissa % 2n === 1n)) mantissa++
    mantissa <<= dropped
    if (mantissa >> 53n > 0n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const digits = mantissa.toString(16).padStart(14, '0')
  const all = digits.slice(1)
  const fraction = precision < 0 ? all.replace(/0+$/, '') : all.slice(0, precision).padEnd(precision, '0')
  const sign = exponent < 0 ? '-' : '+'
  const text = `0x${digits[0]}${fraction === '' ? '' : `.${fraction}`}p${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  return verb === 'X' ? text.toUpperCase() : text
}
