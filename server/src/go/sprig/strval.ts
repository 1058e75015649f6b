import { sprint } from '../fmt/sprint.ts'
import type { Any } from '../reflect/type.ts'
import { items } from '../reflect/value.ts'
import type { Bytes } from '../utf8.ts'

/** sprig's `strval`: a string as it is, anything else as `%v`. */
export function strval(value: Any): Bytes {
  return value?.type.kind === 'string' ? (value.data as Bytes) : sprint([value])
}

/** sprig's `strslice`: the elements of a list as strings, without nil; of anything else the one string. */
export function strslice(value: Any): Bytes[] {
  if (value === undefined) return []
  if (value.type.kind !== 'slice') return [strval(value)]
  return items(value).flatMap(item => (item === undefined ? [] : [strval(item)]))
}
