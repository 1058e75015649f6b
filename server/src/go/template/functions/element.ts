import { panic } from '../../reflect/failure.ts'
import { fn, variadic } from '../../reflect/function.ts'
import {
  type Any,
  boolType,
  canBeNil,
  type Dict,
  type GoFunction,
  type GoType,
  type GoValue,
  intType,
  isAssignable,
  isInteger,
  reflectType,
  uint8Type,
} from '../../reflect/type.ts'
import { concrete, elements, held, isTrue, keyIdentity, length, of } from '../../reflect/value.ts'
import type { Bytes } from '../../utf8.ts'
import { indirect } from '../indirect.ts'

/** `index`, `len` and `not` of text/template. Its `slice` is hidden by sprig's. */
export const elementFunctions: Readonly<Record<string, GoFunction>> = {
  index: variadic([reflectType], reflectType, reflectType, (indexes, [item]) => indexed(item, indexes)),
  len: fn([reflectType], intType, item => BigInt(lengthOf(item))),
  not: fn([reflectType], boolType, value => !isTrue(concrete(value))),
}

function indexed(given: Any, indexes: readonly Any[]): Any {
  let item = concrete(given) ?? panic('index of untyped nil')
  for (const index of indexes) {
    const [target, isNil] = indirect(item)
    if (target === undefined || isNil) panic('index of nil pointer')
    item = element(target as GoValue, concrete(index))
  }
  return item
}

function element(item: GoValue, index: Any): GoValue {
  switch (item.type.kind) {
    case 'string': {
      const at = position(index, length(item) ?? 0)
      const byte = (item.data as Bytes).charCodeAt(at)
      return Number.isNaN(byte) ? panic('reflect: string index out of range') : of(uint8Type, BigInt(byte))
    }
    case 'slice':
      return elements(item)[position(index, length(item) ?? 0)] ?? panic('reflect: slice index out of range')
    case 'map': {
      const { key, elem } = item.type
      if (key === undefined || elem === undefined) break
      // A nil map too wants a key of its type.
      const wanted = mapKey(index, key)
      const found = (item.data as Dict)?.get(wanted)
      return held(elem, found === undefined ? elem.zero : found.value)
    }
  }
  return panic(`can't index item of type ${item.type.name}`)
}

/** An index up to the length, which is itself out of range when used. */
function position(index: Any, size: number): number {
  if (index === undefined) return panic('cannot index slice/array with nil')
  if (!isInteger(index.type)) return panic(`cannot index slice/array with type ${index.type.name}`)
  const at = BigInt.asIntN(64, index.data as bigint)
  return at < 0n || at > BigInt(size) ? panic(`index out of range: ${at}`) : Number(at)
}

/** The identity of a map's key, if the index can be one. */
function mapKey(index: Any, type: GoType): string {
  if (index === undefined) {
    if (!canBeNil(type)) panic(`value is nil; should be of type ${type.name}`)
    return ''
  }
  if (!isAssignable(index.type, type)) panic(`value has type ${index.type.name}; should be ${type.name}`)
  return keyIdentity(index.data)
}

function lengthOf(item: Any): number {
  const [target, isNil] = indirect(item)
  if (isNil) panic('len of nil pointer')
  if (target === undefined) return panic('reflect: call of reflect.Value.Type on zero Value')
  return length(target) ?? panic(`len of type ${target.type.name}`)
}
