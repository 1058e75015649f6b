import { sprint } from '../fmt/sprint.ts'
import { checkSize, panic } from '../reflect/failure.ts'
import { fn, variadic } from '../reflect/function.ts'
import {
  type Any,
  anyType,
  floatType,
  type GoFunction,
  int64Type,
  intsType,
  intType,
  stringType,
} from '../reflect/type.ts'
import { ofInt } from '../reflect/value.ts'
import { parseInt64 } from '../strconv/parse-int.ts'
import type { Bytes } from '../utf8.ts'
import { toFloat64, toInt64 } from './cast.ts'
import { add, type Decimal, divide, fromFloat, multiply, subtract, toFloat } from './decimal.ts'

/** sprig's functions over numbers (numeric.go and functions.go): arithmetic in int64, `…f` in decimals. */
export const numericFunctions: Readonly<Record<string, GoFunction>> = {
  atoi: fn([stringType], intType, text => parseInt64(text, 10) ?? 0n),
  int64: fn([anyType], int64Type, toInt64),
  int: fn([anyType], intType, toInt64),
  float64: fn([anyType], floatType, toFloat64),
  toDecimal: fn([anyType], int64Type, value => parseInt64(sprint([value]), 8) ?? 0n),
  seq: variadic([], intType, stringType, sequence),
  until: fn([intType], intsType, count => steps(0n, count, count < 0n ? -1n : 1n)),
  untilStep: fn([intType, intType, intType], intsType, steps),
  add1: fn([anyType], int64Type, value => wrap(toInt64(value) + 1n)),
  add: variadic([], anyType, int64Type, values =>
    values.reduce((sum, value) => wrap(sum + toInt64(value)), 0n),
  ),
  sub: fn([anyType, anyType], int64Type, (a, b) => wrap(toInt64(a) - toInt64(b))),
  div: fn([anyType, anyType], int64Type, (a, b) => wrap(toInt64(a) / divisor(b))),
  mod: fn([anyType, anyType], int64Type, (a, b) => toInt64(a) % divisor(b)),
  mul: variadic([anyType], anyType, int64Type, (values, [first]) =>
    values.reduce((product, value) => wrap(product * toInt64(value)), toInt64(first)),
  ),
  add1f: fn([anyType], floatType, value => inDecimals(value, [ofInt(1)], add)),
  addf: variadic([], anyType, floatType, values => inDecimals(undefined, values, add)),
  subf: variadic([anyType], anyType, floatType, (values, [first]) => inDecimals(first, values, subtract)),
  divf: variadic([anyType], anyType, floatType, (values, [first]) => inDecimals(first, values, divide)),
  mulf: variadic([anyType], anyType, floatType, (values, [first]) => inDecimals(first, values, multiply)),
  biggest: variadic([anyType], anyType, int64Type, (values, [first]) =>
    extreme(values, first, (value, most) => value > most),
  ),
  max: variadic([anyType], anyType, int64Type, (values, [first]) =>
    extreme(values, first, (value, most) => value > most),
  ),
  min: variadic([anyType], anyType, int64Type, (values, [first]) =>
    extreme(values, first, (value, least) => value < least),
  ),
  maxf: variadic([anyType], anyType, floatType, (values, [first]) =>
    values.map(toFloat64).reduce((most, value) => Math.max(most, value), toFloat64(first)),
  ),
  minf: variadic([anyType], anyType, floatType, (values, [first]) =>
    values.map(toFloat64).reduce((least, value) => Math.min(least, value), toFloat64(first)),
  ),
  ceil: fn([anyType], floatType, value => Math.ceil(toFloat64(value))),
  floor: fn([anyType], floatType, value => Math.floor(toFloat64(value))),
  round: variadic([anyType, intType], floatType, floatType, ([on = 0.5], [value, places]) =>
    round(toFloat64(value), Number(places), on),
  ),
}

const wrap = (number: bigint): bigint => BigInt.asIntN(64, number)

function divisor(value: Any): bigint {
  const number = toInt64(value)
  return number === 0n ? panic('runtime error: integer divide by zero') : number
}

function extreme(
  values: readonly Any[],
  first: Any,
  replaces: (value: bigint, kept: bigint) => boolean,
): bigint {
  let kept = toInt64(first)
  for (const value of values.map(toInt64)) if (replaces(value, kept)) kept = value
  return kept
}

function inDecimals(
  first: Any,
  values: readonly Any[],
  operation: (a: Decimal, b: Decimal) => Decimal,
): number {
  const start = fromFloat(toFloat64(first))
  return toFloat(values.reduce<Decimal>((sum, value) => operation(sum, fromFloat(toFloat64(value))), start))
}

/** Not by rounding half, but by what `digit` leaves after the point, which for negative numbers rounds down. */
function round(value: number, places: number, on: number): number {
  // Powers of ten up to 22 are exact this way, as they are in Go.
  const power = places < 0 ? 1 / Number(`1e${-places}`) : Number(`1e${places}`)
  const digit = power * value
  const rest = digit - Math.trunc(digit)
  return (rest >= on ? Math.ceil(digit) : Math.floor(digit)) / power
}

function steps(start: bigint, stop: bigint, step: bigint): bigint[] {
  const down = stop < start
  if (down ? step >= 0n : step <= 0n) return []
  checkSize(Number((stop - start) / step) * 16)
  const numbers: bigint[] = []
  for (let number = start; down ? number > stop : number < stop; number += step) numbers.push(number)
  return numbers
}

/** As Unix `seq`. */
function sequence(params: readonly bigint[]): Bytes {
  const [first = 0n, second = 0n, third = 0n] = params
  const show = (numbers: readonly bigint[]): Bytes => numbers.join(' ')
  switch (params.length) {
    case 1: {
      const step = first < 1n ? -1n : 1n
      return show(steps(1n, first + step, step))
    }
    case 2: {
      const step = second < first ? -1n : 1n
      return show(steps(first, second + step, step))
    }
    case 3: {
      const down = third < first
      if (down && second > 0n) return ''
      return show(steps(first, third + (down ? -1n : 1n), second))
    }
    default:
      return ''
  }
}
