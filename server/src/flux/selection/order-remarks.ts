import { byteOrder } from '../../go/byte-order.ts'
import { parseFloat64 } from '../../go/float.ts'
import { isGoError } from '../../go/go-error.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'
import { decidedByWords, hasHashes, isWord } from './deciding-part.ts'
import { naturalOrder, shapeOf } from './natural-order.ts'
import { highest } from './semver-remarks.ts'

/** What real tags show about an alphabetical or a numerical order. */
export type OrderRemark =
  | { readonly kind: 'no-number'; readonly tag: string; readonly key: string }
  /** Two numbers that are one and the same to Flux. */
  | { readonly kind: 'precision'; readonly keys: readonly [string, string] }
  /** Numbers that cannot be of one kind: `1620613297` and `551067109282849`. */
  | { readonly kind: 'widths'; readonly selected: string; readonly other: string }
  /** Versions in alphabetical order: `1.9.0` before `1.10.0`. */
  | { readonly kind: 'versions-as-text'; readonly selected: string; readonly highest: string }
  /** Other numbers in alphabetical order: `build-9` before `build-10`. */
  | { readonly kind: 'numbers-as-text'; readonly selected: string; readonly highest: string }
  /** Hashes, which have no order. */
  | { readonly kind: 'hashes'; readonly samples: readonly string[] }
  /** Tags that begin in different ways, so that the beginning decides: `main-2` before `dev-3`; `latest` before all. */
  | { readonly kind: 'words'; readonly selected: string; readonly samples: readonly string[] }
  /** `desc`, and what `asc` would select. */
  | { readonly kind: 'later-exists'; readonly selected: string; readonly later: string }

/** What there is to say about an alphabetical order over keys. */
export function textRemarks(
  keys: readonly string[],
  tagOf: ((key: string) => string | undefined) | undefined,
  isDesc: boolean,
): readonly OrderRemark[] {
  if (keys.length < 2) return []
  const tagBehind = (key: string) => tagOf?.(key) ?? key
  const dated = keys.filter(key => !isWord(key))
  if (hasHashes(dated)) return [{ kind: 'hashes', samples: dated.slice(0, 3) }]
  if (isDesc) {
    const [selected, later] = [first(keys), last(dated.length > 0 ? dated : keys)]
    return byteOrder(selected, later) < 0
      ? [{ kind: 'later-exists', selected: tagBehind(selected), later: tagBehind(later) }]
      : []
  }
  const selected = last(keys)
  if (isWord(selected))
    return dated.length > 0 ? [{ kind: 'words', selected, samples: dated.slice(0, 2) }] : []
  const others = decidedByWords(dated, selected)
  if (others.length > 0) return [{ kind: 'words', selected, samples: others }]
  const versions = dated.flatMap(key => {
    const version = parseVersion(key)
    return isGoError(version) ? [] : [version]
  })
  return versions.length === dated.length
    ? versionsAsText(versions, selected)
    : numbersAsText(dated, selected)
}

function last(keys: readonly string[]): string {
  return keys.reduce((most, key) => (byteOrder(key, most) > 0 ? key : most))
}

function first(keys: readonly string[]): string {
  return keys.reduce((least, key) => (byteOrder(key, least) < 0 ? key : least))
}

function versionsAsText(versions: readonly Version[], selected: string): readonly OrderRemark[] {
  const best = highest(versions)
  return best && best.original !== selected
    ? [{ kind: 'versions-as-text', selected, highest: best.original }]
    : []
}

function numbersAsText(keys: readonly string[], selected: string): readonly OrderRemark[] {
  const shape = shapeOf(selected)
  const alike = keys.filter(key => shapeOf(key) === shape)
  const best = alike.reduce((most, key) => (naturalOrder(key, most) > 0 ? key : most), selected)
  return best === selected ? [] : [{ kind: 'numbers-as-text', selected, highest: best }]
}

/** What there is to say about a numerical order over keys. `eligible`: how many of them are numbers. */
export function numberRemarks(
  keys: readonly string[],
  tagOf: ((key: string) => string | undefined) | undefined,
  eligible: number,
  isDesc: boolean,
): readonly OrderRemark[] {
  if (eligible < keys.length) {
    const key = keys.find(one => isGoError(parseFloat64(one)))
    return key === undefined ? [] : [{ kind: 'no-number', tag: tagOf?.(key) ?? key, key }]
  }
  return [...precision(keys), ...widths(keys), ...(isDesc ? laterNumber(keys, tagOf) : [])]
}

function precision(keys: readonly string[]): readonly OrderRemark[] {
  // Below sixteen digits every number is another one.
  if (!keys.some(hasManyDigits)) return []
  const seen = new Map<number, string>()
  for (const key of keys) {
    const value = parseFloat64(key)
    if (isGoError(value)) continue
    const other = seen.get(value)
    if (other !== undefined && digitsOf(other) !== digitsOf(key) && hasManyDigits(key))
      return [{ kind: 'precision', keys: [other, key] }]
    seen.set(value, key)
  }
  return []
}

/**
 * Whole numbers of widths that one count or one clock does not give: times of 8 digits or more, and others that are two
 * digits shorter, or counts that are three digits shorter.
 */
function widths(keys: readonly string[]): readonly OrderRemark[] {
  if (keys.length < 2) return []
  // The last key of each width, in one pass: to sort 100,000 keys by their widths took as long as to select among them.
  const lastOf: string[] = []
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? ''
    const width = wholeWidth(key)
    if (width < 0) return []
    // A number of zeros only stands for none: the tag that waits for the first build.
    if (width > 0) lastOf[width] = key
  }
  let from = 0
  for (let to = 1; to < lastOf.length; to++) {
    if (lastOf[to] === undefined) continue
    if (from > 0 && to >= 8 && to - from >= (from >= 8 ? 2 : 3))
      return [{ kind: 'widths', selected: lastOf.at(-1) ?? '', other: lastOf[from] ?? '' }]
    from = to
  }
  return []
}

/** How many digits a whole number of at most 40 has without the zeros before it; -1 of anything else. */
function wholeWidth(key: string): number {
  if (key.length === 0 || key.length > 40) return -1
  let zeros = 0
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return -1
    if (code === 0x30 && zeros === at) zeros++
  }
  return key.length - zeros
}

function laterNumber(
  keys: readonly string[],
  tagOf: ((key: string) => string | undefined) | undefined,
): readonly OrderRemark[] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [selected, later] = ['', '']
  keys.forEach(key => {
    const value = parseFloat64(key)
    if (isGoError(value) || Number.isNaN(value)) return
    if (value < least || selected === '') [least, selected] = [value, key]
    if (value >= most) [most, later] = [value, key]
  })
  return most > least
    ? [{ kind: 'later-exists', selected: tagOf?.(selected) ?? selected, later: tagOf?.(later) ?? later }]
    : []
}

function hasManyDigits(key: string): boolean {
  return key.length >= 16 && /[0-9]{16}/.test(key)
}

function digitsOf(key: string): string {
  return key.replace(/^[+-]?0*/, '').replace(/\.?0*$/, '')
}
