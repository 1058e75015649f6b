import { sprint } from '../fmt/sprint.ts'
import { checkSize, panic } from '../reflect/failure.ts'
import { fn, variadic } from '../reflect/function.ts'
import {
  anyType,
  boolType,
  type GoFunction,
  intType,
  mapOf,
  stringsType,
  stringType,
} from '../reflect/type.ts'
import { toMap } from '../reflect/value.ts'
import { quote } from '../strconv/quote.ts'
import { replaceAll } from '../strings.ts'
import { toLower, toUpper, trimSpace } from '../unicode.ts'
import { type Bytes, decodeRune, runes } from '../utf8.ts'
import { strslice, strval } from './strval.ts'

const text2 = [stringType, stringType] as const
const text3 = [stringType, stringType, stringType] as const
const partsType = mapOf(stringType, stringType)

/** sprig's functions over strings (strings.go and the wrappers of functions.go). Lengths are in bytes. */
export const stringFunctions: Readonly<Record<string, GoFunction>> = {
  hello: fn([], stringType, () => 'Hello!'),
  trunc: fn([intType, stringType], stringType, trunc),
  trim: fn([stringType], stringType, trimSpace),
  upper: fn([stringType], stringType, toUpper),
  lower: fn([stringType], stringType, toLower),
  substr: fn([intType, intType, stringType], stringType, substring),
  repeat: fn([intType, stringType], stringType, repeat),
  trimall: fn(text2, stringType, (cutset, text) => trimAll(text, cutset)),
  trimAll: fn(text2, stringType, (cutset, text) => trimAll(text, cutset)),
  trimSuffix: fn(text2, stringType, (end, text) =>
    text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
  ),
  trimPrefix: fn(text2, stringType, (start, text) =>
    text.startsWith(start) ? text.slice(start.length) : text,
  ),
  contains: fn(text2, boolType, (part, text) => text.includes(part)),
  hasPrefix: fn(text2, boolType, (start, text) => text.startsWith(start)),
  hasSuffix: fn(text2, boolType, (end, text) => text.endsWith(end)),
  quote: variadic([], anyType, stringType, args =>
    args.flatMap(arg => (arg === undefined ? [] : [quote(strval(arg))])).join(' '),
  ),
  squote: variadic([], anyType, stringType, args =>
    args.flatMap(arg => (arg === undefined ? [] : [`'${sprint([arg])}'`])).join(' '),
  ),
  cat: variadic([], anyType, stringType, args =>
    args.flatMap(arg => (arg === undefined ? [] : [sprint([arg])])).join(' '),
  ),
  indent: fn([intType, stringType], stringType, indent),
  nindent: fn([intType, stringType], stringType, (count, text) => `\n${indent(count, text)}`),
  replace: fn(text3, stringType, (from, to, text) => replace(text, from, to)),
  plural: fn([stringType, stringType, intType], stringType, (one, many, count) =>
    count === 1n ? one : many,
  ),
  toString: fn([anyType], stringType, strval),
  toStrings: fn([anyType], stringsType, strslice),
  join: fn([stringType, anyType], stringType, (separator, list) => {
    const parts = strslice(list)
    checkSize(separator.length * parts.length)
    return parts.join(separator)
  }),
  split: fn(text2, partsType, (separator, text) => numbered(split(text, separator, -1n))),
  splitn: fn([stringType, intType, stringType], partsType, (separator, most, text) =>
    numbered(split(text, separator, most)),
  ),
  splitList: fn(text2, stringsType, (separator, text) => split(text, separator, -1n)),
}

function trunc(count: bigint, text: Bytes): Bytes {
  const size = BigInt(text.length)
  if (count < 0n && size + count > 0n) return text.slice(Number(size + count))
  return count >= 0n && size > count ? text.slice(0, Number(count)) : text
}

function substring(start: bigint, end: bigint, text: Bytes): Bytes {
  const size = BigInt(text.length)
  if (start < 0n) return slice(text, 0n, end)
  return slice(text, start, end < 0n || end > size ? size : end)
}

/** `text[start:end]`, with Go's panics. */
function slice(text: Bytes, start: bigint, end: bigint): Bytes {
  const size = BigInt(text.length)
  if (end < 0n || end > size) {
    panic(`runtime error: slice bounds out of range [:${end}]${end < 0n ? '' : ` with length ${size}`}`)
  }
  if (start > end) panic(`runtime error: slice bounds out of range [${start}:${end}]`)
  return text.slice(Number(start), Number(end))
}

function repeat(count: bigint, text: Bytes): Bytes {
  if (count < 0n) panic('strings: negative Repeat count')
  checkSize(text === '' ? 0 : Number(count) * text.length)
  return text === '' ? '' : text.repeat(Number(count))
}

/** `strings.Trim`: without the runes of the cutset at both ends. */
function trimAll(text: Bytes, cutset: Bytes): Bytes {
  const cut = new Set(runes(cutset))
  const all = runeSpans(text)
  const first = all.findIndex(([rune]) => !cut.has(rune))
  const last = all.findLast(([rune]) => !cut.has(rune))
  return last === undefined ? '' : text.slice(all[first]?.[1], last[2])
}

/** Each rune with where it starts and ends. */
function runeSpans(text: Bytes): (readonly [rune: number, start: number, end: number])[] {
  const spans: [number, number, number][] = []
  for (let index = 0; index < text.length; ) {
    const [rune, width] = decodeRune(text, index)
    spans.push([rune, index, index + width])
    index += width
  }
  return spans
}

function indent(count: bigint, text: Bytes): Bytes {
  const pad = repeat(count, ' ')
  return pad + replace(text, '\n', `\n${pad}`)
}

function replace(text: Bytes, from: Bytes, to: Bytes): Bytes {
  const most = from === '' ? text.length + 1 : text.split(from).length - 1
  checkSize(text.length + most * to.length)
  return replaceAll(text, from, to)
}

/** `strings.SplitN`; an empty separator splits into runes. */
function split(text: Bytes, separator: Bytes, most: bigint): Bytes[] {
  if (most === 0n) return []
  const parts =
    separator === '' ? runeSpans(text).map(([, start, end]) => text.slice(start, end)) : text.split(separator)
  const count = Number(most)
  if (count < 0 || parts.length <= count) return parts
  const rest = parts.splice(count - 1)
  return [...parts, rest.join(separator)]
}

/** `{_0: …, _1: …}`. */
function numbered(parts: readonly Bytes[]): ReturnType<typeof toMap> {
  return toMap(parts.map((part, index) => [`_${index}`, part]))
}
