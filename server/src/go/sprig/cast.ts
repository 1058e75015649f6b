import { parseFloat64 } from '../float.ts'
import { type Any, isInteger } from '../reflect/type.ts'
import { parseInt64 } from '../strconv/parse-int.ts'
import type { Bytes } from '../utf8.ts'

/** spf13/cast's `ToInt64` and `ToInt`: 0 for what is no number. */
export function toInt64(value: Any): bigint {
  switch (value?.type.kind) {
    case 'float64':
      return truncated(value.data as number)
    case 'string':
      return parseInt64(withoutZeroDecimals(value.data as Bytes), 0) ?? 0n
    case 'bool':
      return value.data === true ? 1n : 0n
    default:
      return value !== undefined && isInteger(value.type) ? BigInt.asIntN(64, value.data as bigint) : 0n
  }
}

/** spf13/cast's `ToFloat64`. */
export function toFloat64(value: Any): number {
  switch (value?.type.kind) {
    case 'float64':
      return value.data as number
    case 'string': {
      const number = parseFloat64(value.data as Bytes)
      return typeof number === 'number' ? number : 0
    }
    case 'bool':
      return value.data === true ? 1 : 0
    default:
      return value !== undefined && isInteger(value.type) ? Number(value.data) : 0
  }
}

/** `int64(x)` as amd64 converts: what does not fit becomes the smallest. */
function truncated(number: number): bigint {
  const whole = Number.isFinite(number) ? BigInt(Math.trunc(number)) : 1n << 64n
  return BigInt.asIntN(64, whole) === whole ? whole : -(1n << 63n)
}

/** `5.00` is `5`; but the dot stays where anything but zeros follows. */
const withoutZeroDecimals = (text: Bytes): Bytes => text.replace(/\.0+$/, '')
