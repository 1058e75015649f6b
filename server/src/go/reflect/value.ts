import { compare } from '../strings.ts'
import type { Bytes } from '../utf8.ts'
import {
  type Any,
  anyType,
  boolType,
  type Dict,
  dictType,
  type Field,
  type GoMap,
  type GoType,
  type GoValue,
  intType,
  listType,
  stringType,
} from './type.ts'

export function of<T>(type: GoType<T>, data: T): GoValue<T> {
  return { type, data }
}

export const ofString = (text: Bytes): GoValue<Bytes> => of(stringType, text)
export const ofInt = (number: bigint | number): GoValue<bigint> => of(intType, BigInt(number))
export const ofBool = (bool: boolean): GoValue<boolean> => of(boolType, bool)
export const ofList = (items: readonly Any[]): GoValue => of(listType, items)
export const ofDict = (entries: Iterable<readonly [Bytes, Any]>): GoValue => of(dictType, toMap(entries))

/** A `GoMap` with string keys. */
export function toMap(entries: Iterable<readonly [Bytes, unknown]>): GoMap {
  return new Map(Array.from(entries, ([key, value]) => [key, { key, value }]))
}

/** What a map finds a key by: a string is itself, a struct the text of its fields. */
export function keyIdentity(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** `reflect.ValueOf(v.Interface())`: what is in an interface, or the value itself. */
export function concrete(value: Any): Any {
  return value !== undefined && value.type.kind === 'interface' ? (value.data as Any) : value
}

/** A value as it lies in a slice, map or struct of this element type. */
export function held(type: GoType, data: unknown): GoValue {
  return { type, data }
}

/** The elements of a slice as `Index(i)` gives them; those of an interface type are interfaces. */
export function elements(value: GoValue): GoValue[] {
  const elem = value.type.elem ?? anyType
  return ((value.data ?? []) as readonly unknown[]).map(data => held(elem, data))
}

/** The elements of a slice as `Index(i).Interface()` gives them. */
export function items(value: GoValue): Any[] {
  return elements(value).map(concrete)
}

/** The entries of a map in the order of internal/fmtsort, which printing and `range` follow. */
export function sortedEntries(value: GoValue): readonly (readonly [key: GoValue, value: GoValue])[] {
  const { key: keyType = stringType, elem = anyType } = value.type
  const entries = [...((value.data as Dict) ?? new Map()).values()]
  entries.sort((a, b) => compareKeys(a.key, b.key))
  return entries.map(({ key, value: data }) => [held(keyType, key), held(elem, data)])
}

/** Strings by their bytes, structs field by field: the keys there are. */
function compareKeys(a: unknown, b: unknown): number {
  if (!Array.isArray(a) || !Array.isArray(b)) return compare(String(a), String(b))
  for (const [index, field] of a.entries()) {
    const order = compareKeys(field, b[index])
    if (order !== 0) return order
  }
  return 0
}

/** `FieldByName`, promoted fields of embedded structs included. */
export function fieldByName(value: GoValue, name: string): GoValue | undefined {
  const fields = value.type.fields ?? []
  const data = value.data as readonly unknown[]
  const at = (field: Field, index: number): GoValue => held(field.type, data[index])
  const own = fields.findIndex(field => field.name === name)
  if (own >= 0) return at(fields[own] as Field, own)
  for (const [index, field] of fields.entries()) {
    const promoted = field.embedded === true ? fieldByName(at(field, index), name) : undefined
    if (promoted !== undefined) return promoted
  }
  return undefined
}

/** What a pointer points to; undefined for nil. */
export function pointee(value: GoValue): Any {
  return value.data === null || value.type.elem === undefined ? undefined : held(value.type.elem, value.data)
}

export function isNil(value: Any): boolean {
  if (value === undefined) return true
  switch (value.type.kind) {
    case 'interface':
      return value.data === undefined
    case 'map':
    case 'slice':
    case 'ptr':
      return value.data === null
    default:
      return false
  }
}

/** `Len`, of a string in bytes; undefined for what has no length. */
export function length(value: GoValue): number | undefined {
  switch (value.type.kind) {
    case 'string':
      return (value.data as Bytes).length
    case 'slice':
      return (value.data as readonly unknown[] | null)?.length ?? 0
    case 'map':
      return (value.data as Dict)?.size ?? 0
    default:
      return undefined
  }
}

/** `text/template.IsTrue`, without looking into an interface. */
export function isTrue(value: Any): boolean {
  if (value === undefined) return false
  const size = length(value)
  if (size !== undefined) return size > 0
  if (value.type.kind === 'complex128') {
    const { re, im } = value.data as { re: number; im: number }
    return re !== 0 || im !== 0
  }
  // NaN is not zero.
  if (value.type.kind === 'float64') return value.data !== 0
  if (value.type.kind === 'struct') return true
  return value.data !== false && value.data !== 0n && !isNil(value)
}

/** A string method of the type without further parameters, such as `String`, applied. */
export function callString(value: GoValue, method: 'String' | 'Error'): Bytes | undefined {
  const found = value.type.methods?.get(method)
  return found === undefined || found.result !== stringType
    ? undefined
    : String(found.call({ left: 0 }, [value.data]))
}
