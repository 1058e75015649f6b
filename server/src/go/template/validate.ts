import {
  type Any,
  anyType,
  canBeNil,
  type GoType,
  isAssignable,
  isInteger,
  isUnsigned,
  reflectType,
} from '../reflect/type.ts'
import { concrete, of, pointee } from '../reflect/value.ts'
import { type Operand, show } from './node.ts'
import { fail, type State } from './state.ts'

/** The value, if it can be assigned to the type. */
export function validate(s: State, value: Any, type: GoType | undefined): Any {
  if (value === undefined) {
    if (type === undefined) return undefined
    return canBeNil(type) ? zero(type) : fail(s, `invalid value; expected ${type.name}`)
  }
  if (type === undefined || type === reflectType || isAssignable(value.type, type)) return value
  const inner = value.type === anyType ? (concrete(value) ?? value) : value
  if (isAssignable(inner.type, type)) return inner
  const target = inner.type.kind === 'ptr' && inner.type.elem?.name === type.name ? pointee(inner) : undefined
  if (target !== undefined) return target
  if (inner.type.kind === 'ptr' && inner.type.elem?.name === type.name) {
    fail(s, `dereference of nil pointer of type ${type.name}`)
  }
  return fail(s, `wrong type for value; expected ${type.name}; got ${inner.type.name}`)
}

/** The zero value of a type; of `reflect.Value` and interfaces the invalid value, which is nil. */
export function zero(type: GoType): Any {
  return type === reflectType || type.kind === 'interface' ? undefined : of(type, type.zero)
}

/** A literal as a value of the type asked for. */
export function literal(s: State, type: GoType, node: Operand): Any {
  switch (type.kind) {
    case 'bool':
      return node.kind === 'bool' ? of(type, node.value) : fail(s, `expected bool; found ${show(node)}`)
    case 'string':
      return node.kind === 'string' ? of(type, node.text) : fail(s, `expected string; found ${show(node)}`)
    case 'float64':
      return node.kind === 'number' && node.float !== undefined
        ? of(type, node.float)
        : fail(s, `expected float; found ${show(node)}`)
  }
  if (!isInteger(type)) fail(s, `can't handle ${show(node)} for arg of type ${type.name}`)
  if (isUnsigned(type)) {
    const bits = type.kind === 'uint32' ? 32 : 64
    return node.kind === 'number' && node.uint !== undefined
      ? of(type, BigInt.asUintN(bits, node.uint))
      : fail(s, `expected unsigned integer; found ${show(node)}`)
  }
  return node.kind === 'number' && node.int !== undefined
    ? of(type, node.int)
    : fail(s, `expected integer; found ${show(node)}`)
}
