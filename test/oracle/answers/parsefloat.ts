import { parseFloat64 } from '../../../server/src/go/float.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'

/** `bits` decide; `value` is the same as Go prints it. */
export function parsefloat(input: { readonly in: string }): Answer {
  const value = parseFloat64(input.in)
  if (isGoError(value)) return value
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  // Go's NaN has a one as its payload; JavaScript has only one NaN.
  const bits = Number.isNaN(value) ? '7ff8000000000001' : bytes.toString('hex')
  return { bits, value: print(value) }
}

/** Go's `FormatFloat(value, 'g', -1, 64)`: the shortest text, with an exponent below -4 and from 6 on. */
function print(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return Object.is(value, -0) ? '-0' : String(value)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
