import { sprintf } from '../../fmt/sprintf.ts'
import { deepEqual } from '../../reflect/deep-equal.ts'
import { panic } from '../../reflect/failure.ts'
import { fn, variadic } from '../../reflect/function.ts'
import {
  type Any,
  boolType,
  type Complex,
  type GoFunction,
  type GoType,
  type GoValue,
  isInteger,
  reflectType,
} from '../../reflect/type.ts'
import { concrete, isNil, ofString } from '../../reflect/value.ts'

/** `eq ne lt le gt ge` of text/template. */
export const compareFunctions: Readonly<Record<string, GoFunction>> = {
  eq: variadic([reflectType], reflectType, boolType, (others, [first]) => isEqualToAny(first, others)),
  ne: fn([reflectType, reflectType], boolType, (a, b) => !isEqualToAny(a, [b])),
  lt: fn([reflectType, reflectType], boolType, isLess),
  le: fn([reflectType, reflectType], boolType, (a, b) => isLess(a, b) || isEqualToAny(a, [b])),
  gt: fn([reflectType, reflectType], boolType, (a, b) => !(isLess(a, b) || isEqualToAny(a, [b]))),
  ge: fn([reflectType, reflectType], boolType, (a, b) => !isLess(a, b)),
}

function isEqualToAny(first: Any, others: readonly Any[]): boolean {
  if (others.length === 0) panic('missing argument for comparison')
  const a = concrete(first)
  return others.some(other => isEqual(a, concrete(other)))
}

type BasicKind = 'bool' | 'int' | 'float' | 'complex' | 'string' | undefined

/** Signed and unsigned integers compare with one another. */
function basicKind(value: Any): BasicKind {
  const kind = value?.type.kind
  if (value !== undefined && isInteger(value.type)) return 'int'
  if (kind === 'bool' || kind === 'string') return kind
  return kind === 'float64' ? 'float' : kind === 'complex128' ? 'complex' : undefined
}

function isEqual(a: Any, b: Any): boolean {
  const [kind, other] = [basicKind(a), basicKind(b)]
  if (kind !== other) {
    if (a !== undefined && b !== undefined) panic(incompatible(a.type, b.type))
    return false
  }
  if (kind === 'complex') {
    const [x, y] = [a?.data as Complex, b?.data as Complex]
    return x.re === y.re && x.im === y.im
  }
  return kind === undefined ? isEqualOther(a, b) : a?.data === b?.data
}

const incompatible = (a: GoType, b: GoType): string =>
  `incompatible types for comparison: ${a.name} and ${b.name}`

/** Structs, pointers, and the comparison of anything with nil. */
function isEqualOther(a: Any, b: Any): boolean {
  if (a !== undefined && b !== undefined && a.type.kind !== b.type.kind) {
    panic(sprintf('non-comparable types %s: %v, %s: %v', [a, name(a), name(b), b]))
  }
  if (a === undefined || b === undefined || isNil(a) || isNil(b)) return isNil(a) === isNil(b)
  if (!isComparable(b.type)) panic(sprintf('non-comparable type %s: %v', [b, name(b)]))
  if (a.type.kind === 'ptr') return a.type.name === b.type.name && a.data === b.data
  return deepEqual(a, b)
}

const name = (value: GoValue): GoValue => ofString(value.type.name)

function isComparable(type: GoType): boolean {
  if (type.kind === 'struct') return (type.fields ?? []).every(field => isComparable(field.type))
  return type.kind !== 'map' && type.kind !== 'slice'
}

function isLess(first: Any, second: Any): boolean {
  const [a, b] = [concrete(first), concrete(second)]
  const [kind, other] = [basicKind(a), basicKind(b)]
  if (a === undefined || b === undefined || kind === undefined || other === undefined) {
    return panic('invalid type for comparison')
  }
  if (kind !== other) panic(incompatible(a.type, b.type))
  if (kind === 'bool' || kind === 'complex') panic('invalid type for comparison')
  return (a.data as string) < (b.data as string)
}
