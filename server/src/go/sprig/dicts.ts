import { panic } from '../reflect/failure.ts'
import { fn, variadic } from '../reflect/function.ts'
import {
  type Any,
  anyType,
  boolType,
  type Dict,
  dictType,
  type GoFunction,
  type GoMap,
  listType,
  stringsType,
  stringType,
} from '../reflect/type.ts'
import { of, ofString } from '../reflect/value.ts'
import type { Bytes } from '../utf8.ts'
import { merge } from './merge.ts'
import { strval } from './strval.ts'

/**
 * sprig's functions over dicts (dict.go). In `keys` and `values` Go goes over a map: up to eight keys in the order
 * they came in, but from a random place on. This begins with the first, which is the likeliest.
 */
export const dictFunctions: Readonly<Record<string, GoFunction>> = {
  dict: variadic([], anyType, dictType, dict),
  get: fn([dictType, stringType], anyType, (d, key) =>
    d?.has(key) === true ? entryOf(d, key) : ofString(''),
  ),
  set: fn([dictType, stringType, anyType], dictType, (d, key, value) =>
    d === null ? panic('assignment to entry in nil map') : d.set(key, { key, value }),
  ),
  unset: fn([dictType, stringType], dictType, (d, key) => {
    d?.delete(key)
    return d
  }),
  hasKey: fn([dictType, stringType], boolType, (d, key) => d?.has(key) === true),
  pluck: variadic([stringType], dictType, listType, (dicts, [key]) =>
    dicts.flatMap(d => (d?.has(key) === true ? [entryOf(d, key)] : [])),
  ),
  keys: variadic([], dictType, stringsType, dicts => dicts.flatMap(d => [...(d?.keys() ?? [])])),
  values: fn([dictType], listType, d => Array.from(d?.values() ?? [], entry => entry.value as Any)),
  pick: variadic([dictType], stringType, dictType, (keys, [d]) => filtered(d, key => keys.includes(key))),
  omit: variadic([dictType], stringType, dictType, (keys, [d]) => filtered(d, key => !keys.includes(key))),
  dig: variadic([], anyType, anyType, dig),
  merge: merging(false),
  mustMerge: merging(false),
  mergeOverwrite: merging(true),
  mustMergeOverwrite: merging(true),
}

function merging(overwrite: boolean): GoFunction {
  return variadic([dictType], dictType, anyType, (sources, [target], budget) => {
    const into: GoMap = target ?? new Map()
    for (const source of sources) merge(budget, into, source, overwrite)
    return of(dictType, target === null && sources.every(source => source === null) ? null : into)
  })
}

function dict(values: readonly Any[]): GoMap {
  const made: GoMap = new Map()
  for (let index = 0; index < values.length; index += 2) {
    const key = strval(values[index])
    made.set(key, { key, value: index + 1 < values.length ? values[index + 1] : ofString('') })
  }
  return made
}

const entryOf = (d: Dict, key: Bytes): Any => d?.get(key)?.value as Any

function filtered(d: Dict, keeps: (key: Bytes) => boolean): GoMap {
  return new Map([...(d ?? [])].filter(([key]) => keeps(key)))
}

/** `dig "a" "b" default dict`: the value along the keys, or the default where one is missing. */
function dig(values: readonly Any[]): Any {
  if (values.length < 3) panic('dig needs at least three arguments')
  let d = asDict(values.at(-1))
  const keys = values.slice(0, -2).map(asString)
  for (const [index, key] of keys.entries()) {
    if (d?.has(key) !== true) return values.at(-2)
    const value = entryOf(d, key)
    if (index === keys.length - 1) return value
    d = asDict(value)
  }
  return undefined
}

function asDict(value: Any): Dict {
  if (value?.type.name === dictType.name) return value.data as Dict
  return panic(`interface conversion: interface {} is ${value?.type.name ?? 'nil'}, not ${dictType.name}`)
}

function asString(value: Any): Bytes {
  if (value?.type.kind === 'string') return value.data as Bytes
  return panic(`interface conversion: interface {} is ${value?.type.name ?? 'nil'}, not string`)
}
