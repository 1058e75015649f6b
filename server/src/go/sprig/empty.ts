import type { Any, Complex } from '../reflect/type.ts'
import { isNil, length } from '../reflect/value.ts'

/** sprig's `empty`: the zero of its type, or of no length. A struct never is. */
export function isEmpty(value: Any): boolean {
  if (value === undefined) return true
  const size = length(value)
  if (size !== undefined) return size === 0
  switch (value.type.kind) {
    case 'complex128':
      return (value.data as Complex).re === 0 && (value.data as Complex).im === 0
    case 'float64':
      return value.data === 0
    case 'struct':
      return false
    default:
      return value.data === false || value.data === 0n || isNil(value)
  }
}
