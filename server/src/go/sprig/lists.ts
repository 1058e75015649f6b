import { deepEqual } from '../reflect/deep-equal.ts'
import { type Budget, checkSize, panic, spend } from '../reflect/failure.ts'
import { fn, metered, variadic } from '../reflect/function.ts'
import {
  type Any,
  anyType,
  boolType,
  type GoFunction,
  type GoType,
  intType,
  listType,
  type Slice,
  sliceOf,
  stringsType,
} from '../reflect/type.ts'
import { items, of } from '../reflect/value.ts'
import { compare } from '../strings.ts'
import type { Bytes } from '../utf8.ts'
import { toInt64 } from './cast.ts'
import { isEmpty } from './empty.ts'
import { strslice, strval } from './strval.ts'

const list: GoFunction = variadic([], anyType, listType, values => values)
const push = fn([anyType, anyType], listType, (l, value) => [...itemsOf(l, 'Cannot push on type'), value])
const prepend = fn([anyType, anyType], listType, (l, value) => [
  value,
  ...itemsOf(l, 'Cannot prepend on type'),
])
const first = fn([anyType], anyType, l => itemsOf(l, 'Cannot find first on type')[0])
const last = fn([anyType], anyType, l => itemsOf(l, 'Cannot find last on type').at(-1))
const rest = fn([anyType], listType, l => part(itemsOf(l, 'Cannot find rest on type'), 1, undefined))
const initial = fn([anyType], listType, l => part(itemsOf(l, 'Cannot find initial on type'), 0, -1))
const reverse = fn([anyType], listType, l => itemsOf(l, 'Cannot find reverse on type').reverse())
const compact = fn([anyType], listType, l =>
  itemsOf(l, 'Cannot compact on type').filter(item => !isEmpty(item)),
)
const uniq = metered([anyType], listType, (budget, l) => {
  const kept: Any[] = []
  for (const item of itemsOf(l, 'Cannot find uniq on type')) if (!isIn(budget, kept, item)) kept.push(item)
  return kept
})
const without = variadic([anyType], anyType, listType, (omitted, [l], budget) =>
  itemsOf(l, 'Cannot find without on type').filter(item => !isIn(budget, omitted, item)),
)
const has = metered([anyType, anyType], boolType, (budget, needle, haystack) =>
  haystack === undefined ? false : isIn(budget, itemsOf(haystack, 'Cannot find has on type'), needle),
)
const slice = variadic([anyType], anyType, anyType, ([from, to], [l]) => {
  const { length } = itemsOf(l, 'list should be type of slice or array but')
  if (l === undefined || length === 0) return undefined
  const start = from === undefined ? 0n : toInt64(from)
  const end = to === undefined ? BigInt(length) : toInt64(to)
  if (start < 0n || end < start || end > BigInt(length))
    panic('reflect.Value.Slice: slice index out of bounds')
  return of(l.type, (l.data as readonly unknown[]).slice(Number(start), Number(end)))
})
const chunksType: GoType<Slice<Slice<Any>>> = sliceOf(listType)
const chunk = fn([intType, anyType], chunksType, (size, l) =>
  chunks(Number(size), itemsOf(l, 'Cannot chunk type')),
)

/** sprig's functions over lists (list.go); those with `must` differ only in how they report an error to Go. */
export const listFunctions: Readonly<Record<string, GoFunction>> = {
  tuple: list,
  list,
  append: push,
  push,
  mustAppend: push,
  mustPush: push,
  prepend,
  mustPrepend: prepend,
  first,
  mustFirst: first,
  rest,
  mustRest: rest,
  last,
  mustLast: last,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  without,
  mustWithout: without,
  has,
  mustHas: has,
  slice,
  mustSlice: slice,
  chunk,
  mustChunk: chunk,
  concat: variadic([], anyType, anyType, concat),
  sortAlpha: fn([anyType], stringsType, sortAlpha),
}

/** The elements of a list. Of anything else Go complains, and of nil it panics. */
function itemsOf(value: Any, complaint: Bytes): Any[] {
  if (value === undefined) return panic('runtime error: invalid memory address or nil pointer dereference')
  return value.type.kind === 'slice' ? items(value) : panic(`${complaint} ${value.type.kind}`)
}

/** A part of a list; of an empty one nil. */
function part(all: readonly Any[], start: number, end: number | undefined): Slice<Any> {
  return all.length === 0 ? null : all.slice(start, end)
}

function isIn(budget: Budget, haystack: readonly Any[], needle: Any): boolean {
  spend(budget, haystack.length)
  return haystack.some(item => deepEqual(needle, item, budget))
}

/** Lists of `size`, the last with what is left. The count is computed in floats, so that size 0 makes too many. */
function chunks(size: number, all: readonly Any[]): Slice<Any>[] {
  const count = Math.floor((all.length - 1) / size) + 1
  if (!Number.isFinite(count) || count < 0 || (size < 0 && count > 0))
    panic('runtime error: makeslice: len out of range')
  checkSize(count)
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size))
}

function concat(lists: readonly Any[]): Any {
  const joined = lists.flatMap(one => {
    if (one?.type.kind === 'slice') return items(one)
    return one === undefined ? itemsOf(one, '') : panic(`Cannot concat type ${one.type.kind} as list`)
  })
  return of(listType, joined.length === 0 ? null : joined)
}

function sortAlpha(value: Any): Bytes[] {
  if (value?.type.kind !== 'slice') return [strval(value)]
  return strslice(value).sort(compare)
}
