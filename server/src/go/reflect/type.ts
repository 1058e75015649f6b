import type { Bytes } from '../utf8.ts'
import type { Budget } from './failure.ts'

/** `reflect.Kind`, as far as a template meets it. */
export type Kind =
  | 'bool'
  | 'int'
  | 'int64'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'float64'
  | 'complex128'
  | 'string'
  | 'slice'
  | 'map'
  | 'struct'
  | 'ptr'
  | 'interface'

/**
 * A Go type; `T` is how its values are held: integers as bigint, strings as bytes, slices as arrays, maps as
 * `GoMap`, structs as the array of their fields, and nil slices, maps and pointers as null.
 */
export interface GoType<T = unknown> {
  readonly kind: Kind
  /** As `%T` prints it. */
  readonly name: string
  readonly zero: T
  readonly elem?: GoType
  readonly key?: GoType
  readonly fields?: readonly Field[]
  /** The method set; each takes the receiver as its first parameter. */
  readonly methods?: ReadonlyMap<string, GoFunction>
  /** The string that stands for it in JSON, where it says so itself. */
  json?(data: T): Bytes
}

/** A function or method that a template can call. A Go error and a panic are both thrown as `Failure`. */
export interface GoFunction {
  readonly params: readonly GoType[]
  /** The last parameter takes any number of arguments of its type. */
  readonly variadic: boolean
  readonly result: GoType
  call(budget: Budget, args: readonly unknown[]): unknown
}

export interface Field {
  readonly name: string
  readonly type: GoType
  readonly embedded?: true
  /** The name in JSON, where a tag gives one. */
  readonly json?: string
  readonly omitEmpty?: true
}

/** A value with its type: a valid `reflect.Value`. */
export interface GoValue<T = unknown> {
  readonly type: GoType<T>
  readonly data: T
}

/** What an interface holds; undefined is nil. Also a `reflect.Value`, of which undefined is the invalid one. */
export type Any = GoValue | undefined

export interface Complex {
  readonly re: number
  readonly im: number
}

/** A map by the identity of its keys, which is the key itself where that is a string. */
export type GoMap = Map<string, { readonly key: unknown; readonly value: unknown }>

export type Slice<T> = readonly T[] | null
export type Dict = GoMap | null

export const boolType: GoType<boolean> = { kind: 'bool', name: 'bool', zero: false }
export const intType: GoType<bigint> = { kind: 'int', name: 'int', zero: 0n }
export const int64Type: GoType<bigint> = { kind: 'int64', name: 'int64', zero: 0n }
export const uint8Type: GoType<bigint> = { kind: 'uint8', name: 'uint8', zero: 0n }
export const uint32Type: GoType<bigint> = { kind: 'uint32', name: 'uint32', zero: 0n }
export const uint64Type: GoType<bigint> = { kind: 'uint64', name: 'uint64', zero: 0n }
export const floatType: GoType<number> = { kind: 'float64', name: 'float64', zero: 0 }
export const complexType: GoType<Complex> = { kind: 'complex128', name: 'complex128', zero: { re: 0, im: 0 } }
export const stringType: GoType<Bytes> = { kind: 'string', name: 'string', zero: '' }
/** `interface{}`. A value of this type is an interface itself, which reflection still has to look into. */
export const anyType: GoType<Any> = { kind: 'interface', name: 'interface {}', zero: undefined }
/** `reflect.Value` as a parameter: takes anything, and an interface without looking into it. */
export const reflectType: GoType<Any> = { kind: 'struct', name: 'reflect.Value', zero: undefined }

export const listType: GoType<Slice<Any>> = sliceOf(anyType)
export const stringsType: GoType<Slice<Bytes>> = sliceOf(stringType)
export const intsType: GoType<Slice<bigint>> = sliceOf(intType)
/** `map[string]interface {}`, sprig's dict. */
export const dictType: GoType<Dict> = mapOf(stringType, anyType)

export function sliceOf<T>(elem: GoType<T>): GoType<Slice<T>> {
  return { kind: 'slice', name: `[]${elem.name}`, elem, zero: null }
}

export function mapOf(key: GoType, elem: GoType, name = `map[${key.name}]${elem.name}`): GoType<Dict> {
  return { kind: 'map', name, key, elem, zero: null }
}

/** A struct type; its values hold the fields in this order. */
export function structOf(name: string, fields: readonly Field[]): GoType<readonly unknown[]> {
  return { kind: 'struct', name, fields, zero: fields.map(field => field.type.zero) }
}

/** `AssignableTo`, for the types there are: the same one, or any to an interface. */
export function isAssignable(from: GoType, to: GoType): boolean {
  return to.kind === 'interface' || from.name === to.name
}

/** Whether nil can be assigned: `canBeNil` of text/template. */
export function canBeNil(type: GoType): boolean {
  return type === reflectType || ['interface', 'map', 'ptr', 'slice'].includes(type.kind)
}

const integers: ReadonlySet<Kind> = new Set(['int', 'int64', 'uint8', 'uint32', 'uint64'])

export const isInteger = (type: GoType): boolean => integers.has(type.kind)
export const isUnsigned = (type: GoType): boolean => type.kind.startsWith('uint')
