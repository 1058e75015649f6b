import { panic } from '../reflect/failure.ts'

/** A number of shopspring/decimal: `value × 10^exponent`. */
export interface Decimal {
  readonly value: bigint
  readonly exponent: number
}

/** `NewFromFloat`: the shortest decimal that reads back as the float. */
export function fromFloat(float: number): Decimal {
  if (!Number.isFinite(float)) {
    panic(`Cannot create a Decimal from ${Number.isNaN(float) ? 'NaN' : float > 0 ? '+Inf' : '-Inf'}`)
  }
  const [digits = '0', exponent = '0'] = float.toExponential().split('e')
  const [whole = '0', fraction = ''] = digits.split('.')
  return { value: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

/** `Float64`: the nearest float. */
export function toFloat({ value, exponent }: Decimal): number {
  return Number(`${value}e${exponent}`)
}

export function add(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent)
  return { value: rescaled(a, exponent) + rescaled(b, exponent), exponent }
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { ...b, value: -b.value })
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, exponent: a.exponent + b.exponent }
}

/** To 16 places after the point, half away from zero. */
export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) panic('decimal division by 0')
  const shift = a.exponent - b.exponent + 16
  const numerator = shift >= 0 ? a.value * 10n ** BigInt(shift) : a.value
  const denominator = shift >= 0 ? b.value : b.value * 10n ** BigInt(-shift)
  const quotient = numerator / denominator
  const rest = numerator % denominator
  const isUp = magnitude(rest) * 2n >= magnitude(denominator)
  const away = numerator < 0n === denominator < 0n ? 1n : -1n
  return { value: isUp ? quotient + away : quotient, exponent: -16 }
}

const magnitude = (number: bigint): bigint => (number < 0n ? -number : number)
const rescaled = ({ value, exponent }: Decimal, to: number): bigint => value * 10n ** BigInt(exponent - to)
