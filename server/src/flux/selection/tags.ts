import { byteOrder } from '../../go/byte-order.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp, type Regexp } from '../../go/regexp.ts'
import { areDistinct, isRising } from '../../text/distinct-texts.ts'

/** What an ImageRepository without an exclusion list leaves out: signatures. */
export const defaultExclusionList: readonly string[] = ['^.*\\.sig$']

/** An ImagePolicy's `spec.filterTags`. An absent field is empty. */
export interface TagFilter {
  readonly pattern: string
  /** A template that makes a tag's key out of the groups of `pattern`; empty: the tag is its own key. */
  readonly extract: string
}

const surrogate = /[\ud800-\udfff]/

/**
 * The tags that a scan stores, in their stored order: descending by bytes (Flux's `filterOutTags`, family
 * `exclusion-list`). The error is what Flux says behind `scan failed: `.
 */
export function storedTags(
  listed: readonly string[],
  exclusionList: readonly string[] | undefined,
): readonly string[] | GoError {
  const excludedBy = exclusion(exclusionList)
  if (isGoError(excludedBy)) return excludedBy
  const isKept = (tag: string): boolean => excludedBy(tag) === undefined
  return inStoredOrder(listed.every(isKept) ? listed : listed.filter(isKept))
}

/** Tags as a scan stores them: descending by bytes. */
function inStoredOrder(tags: readonly string[]): readonly string[] {
  // Without surrogates the engine's own order is that of bytes, and much quicker. Most registries list in this order.
  if (tags.some(tag => surrogate.test(tag))) return tags.toSorted((a, b) => byteOrder(b, a))
  return isRising(tags) ? tags.toReversed() : tags.toSorted().reverse()
}

/** The positions of tags in their stored order. */
export function storedPlaces(tags: readonly string[]): readonly number[] {
  const order = tags.some(tag => surrogate.test(tag))
    ? byteOrder
    : (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return tags.map((_, at) => at).sort((a, b) => order(tags[b] ?? '', tags[a] ?? ''))
}

/**
 * For a tag the pattern that leaves it out, undefined where none does. A list that is absent or empty means the
 * default list. A tag goes if any pattern is found anywhere in it. The error is that of `storedTags`.
 */
export function exclusion(
  exclusionList: readonly string[] | undefined,
): ((tag: string) => string | undefined) | GoError {
  const patterns =
    exclusionList === undefined || exclusionList.length === 0 ? defaultExclusionList : exclusionList
  const regexps: Regexp[] = []
  for (const pattern of patterns) {
    const regexp = compileRegexp(pattern)
    if (isGoError(regexp)) return { err: `failed to compile regex ${pattern}: ${regexp.err}` }
    regexps.push(regexp)
  }
  return tag => {
    for (let index = 0; index < regexps.length; index++) {
      if (regexps[index]?.test(tag)) return patterns[index]
    }
    return undefined
  }
}

/**
 * The candidates of a policy: each key with its original tag (Flux's `RegexFilter`, family `tag-filter`). Of tags with
 * the same key the later one stays. The keys are in the order in which they first came up, where Flux has none. The
 * error is what Flux says behind `failed to filter tags: `.
 */
export function filterTags(
  tags: readonly string[],
  filter: TagFilter,
): ReadonlyMap<string, string> | GoError {
  const keyOf = tagKey(filter)
  if (isGoError(keyOf)) return keyOf
  const { passing, keys } = passingOf(tags, keyOf)
  return new Map(keys.map((key, at) => [key, passing[at] ?? '']))
}

/** What a filter leaves of tags. */
export interface Candidates {
  /** Each once, in the order in which they first came up. */
  readonly keys: readonly string[]
  /** The tag behind a key, undefined where there is none. To be asked of few keys. */
  tagOf(key: string): string | undefined
  /** How many tags it lets pass: more than there are keys where several have the same. */
  readonly passed: number
}

/** The same, with the number of tags that are behind the keys. */
export function candidatesOf(tags: readonly string[], filter: TagFilter): Candidates | GoError {
  const keyOf = tagKey(filter)
  if (isGoError(keyOf)) return keyOf
  const { passing, keys } = passingOf(tags, keyOf)
  const { length: passed } = keys
  // A map of 100,000 texts takes a quarter of the selection, and where no two keys are the same nobody needs it.
  if (areDistinct(keys)) return { keys, passed, tagOf: key => passing[keys.indexOf(key)] }
  const byKey = new Map<string, string>()
  for (let at = 0; at < passed; at++) byKey.set(keys[at] ?? '', passing[at] ?? '')
  return { keys: [...byKey.keys()], passed, tagOf: key => byKey.get(key) }
}

/** The tags that have a key, and their keys. Of very many tags a loop over an iterator makes garbage that counts. */
function passingOf(
  tags: readonly string[],
  keyOf: (tag: string) => string | undefined,
): { readonly passing: readonly string[]; readonly keys: readonly string[] } {
  const passing: string[] = []
  const keys: string[] = []
  tags.forEach(tag => {
    const key = keyOf(tag)
    if (key === undefined) return
    passing.push(tag)
    keys.push(key)
  })
  return { passing, keys }
}

/** For a tag its key under a filter, undefined where the pattern is not found in it. The error is that of `filterTags`. */
export function tagKey(filter: TagFilter): ((tag: string) => string | undefined) | GoError {
  const regexp = compileRegexp(filter.pattern)
  if (isGoError(regexp)) {
    return { err: `invalid regular expression pattern '${filter.pattern}': ${regexp.err}` }
  }
  if (filter.extract === '') return tag => (regexp.test(tag) ? tag : undefined)
  return regexp.extractor(filter.extract)
}
