import { type GoError, isGoError } from '../../go/go-error.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { type KeyReaders, keyReaders } from './key-readers.ts'
import { createKeyTable, type KeyTable } from './key-table.ts'
import { type Latest, latestOf, type Policer, type PolicyChoice, policer } from './policy.ts'
import { exclusion, storedPlaces, type TagFilter, tagKey } from './tags.ts'

/** How far a tag comes on its way from the registry to the selection. */
export type Stage = 'excluded' | 'filtered' | 'unparsable' | 'out-of-range' | 'not-latest' | 'selected'

/** What decides over an image's tags. */
export interface SiftRequest {
  readonly policy: PolicyChoice
  readonly filter: TagFilter | undefined
  readonly exclusionList: readonly string[] | undefined
  /** As the registry listed them. */
  readonly tags: readonly string[]
  readonly generation: SemverGeneration
}

/** What Flux makes of tags, a step after the other. Places are those of `stored.tags`. */
export interface Sifted {
  readonly stored: Stored
  readonly keyed: Keyed
  readonly chosen: Policer
  readonly latest: Latest | GoError
  /** Where each tag ends. */
  readonly stages: readonly Stage[]
}

/** What a scan keeps. */
export interface Stored {
  readonly tags: readonly string[]
  readonly exclusionList: readonly string[] | undefined
  /** For each tag the pattern that leaves it out, if one does. */
  readonly excluding: readonly (string | undefined)[]
  /** Positions of all tags, descending by their bytes. */
  readonly descending: readonly number[]
  /** The tags that stay, in this order. */
  readonly kept: readonly string[]
  /** Their positions. */
  readonly places: readonly number[]
}

/** What a filter makes of the stored tags. */
export interface Keyed {
  readonly filter: TagFilter | undefined
  readonly table: KeyTable
  /** For each tag the number of what the policy compares; -1 where it gets no further. */
  readonly numbers: Int32Array
  /** The same, or what it was when the tag last got further. */
  readonly recent: Int32Array
  /** For each number the place of the tag that has it. Of tags with the same key the later one stays. */
  readonly holders: Int32Array
  /** Each number in the order in which they first came up, with a filter once; and their keys. */
  readonly candidates: readonly number[]
  readonly keys: readonly string[]
}

/**
 * The way of all tags through Flux's stages. Of a request before this one (`before`) each step is kept whose input is
 * the same: there may be a hundred thousand tags, at every key that somebody types in a policy. The error is Flux's,
 * where the exclusion list, the filter or the policy itself is wrong.
 */
export function sift(request: SiftRequest, before?: Sifted): Sifted | GoError {
  const { policy, filter, exclusionList, tags, generation } = request
  const isWrong = policer(policy, generation)
  if (isGoError(isWrong)) return { err: `invalid policy: ${isWrong.err}` }
  const stored = storedBy(tags, exclusionList, before?.stored)
  if (isGoError(stored)) return stored
  const keyed = keyedBy(stored, filter, before)
  if (isGoError(keyed)) return keyed
  const { table, numbers } = keyed
  const chosen = policer(policy, generation, readersOf(table, numbers))
  if (isGoError(chosen)) return chosen
  const latest = siftedLatest(policy, generation, stored, keyed)
  return { stored, keyed, chosen, latest, stages: stagesOf(stored, keyed, chosen, latest) }
}

/** What a policy selects of what a filter has left. */
export function siftedLatest(
  policy: PolicyChoice,
  generation: SemverGeneration,
  { tags, kept }: Stored,
  { filter, table, candidates, holders, keys }: Keyed,
): Latest | GoError {
  const chosen = policer(policy, generation, readersOf(table, candidates))
  if (isGoError(chosen)) return chosen
  const tagOf = (key: string) => tags[holders[table.numberOf(key)] ?? -1]
  return latestOf(chosen, kept, filter && { keys, tagOf }).latest
}

/** For a place the key of the tag there, if it has one. */
export function keyAt({ table, numbers }: Keyed, place: number): string | undefined {
  return table.texts[numbers[place] ?? -1]
}

function readersOf({ versionOf, floatOf }: KeyTable, numbers: ArrayLike<number>): KeyReaders {
  return {
    version: (key, at) => (at === undefined ? keyReaders.version(key) : versionOf(numbers[at] ?? -1)),
    number: (key, at) => (at === undefined ? keyReaders.number(key) : floatOf(numbers[at] ?? -1)),
  }
}

/** What a scan keeps of tags. The error is what Flux says behind `scan failed: `. */
export function storedBy(
  tags: readonly string[],
  exclusionList: readonly string[] | undefined,
  before?: Stored,
): Stored | GoError {
  const known = before?.tags === tags ? before : undefined
  if (known && isSameList(known.exclusionList, exclusionList)) return known
  const excludedBy = exclusion(exclusionList)
  if (isGoError(excludedBy)) return excludedBy
  const excluding = tags.map(excludedBy)
  const descending = known?.descending ?? storedPlaces(tags)
  const places = descending.filter(at => excluding[at] === undefined)
  return { tags, exclusionList, excluding, descending, places, kept: places.map(at => tags[at] ?? '') }
}

function isSameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a?.length === b?.length && a !== undefined && a.every((one, at) => one === b?.[at]))
}

function keyedBy(stored: Stored, filter: TagFilter | undefined, before: Sifted | undefined): Keyed | GoError {
  const { tags, kept, places } = stored
  const known = before?.stored.tags === tags ? before : undefined
  if (known?.stored === stored && isSameFilter(known.keyed.filter, filter)) return known.keyed
  const readKey = filter === undefined ? (tag: string) => tag : tagKey(filter)
  if (isGoError(readKey)) return { err: `failed to filter tags: ${readKey.err}` }
  const isFull = known !== undefined && known.keyed.table.texts.length > 4 * tags.length + 1000
  const last = isFull ? undefined : known?.keyed
  const table = last?.table ?? createKeyTable()
  const numbers = new Int32Array(tags.length).fill(-1)
  const recent = last?.recent.slice() ?? numbers.slice()
  kept.forEach((tag, index) => {
    const key = readKey(tag)
    if (key === undefined) return
    const at = places[index] ?? 0
    const before = recent[at] ?? -1
    recent[at] = table.texts[before] === key ? before : table.numberOf(key)
    numbers[at] = recent[at] ?? -1
  })
  const holders = new Int32Array(table.texts.length).fill(-1)
  const candidates: number[] = []
  for (let index = 0; index < places.length; index++) {
    const at = places[index] ?? 0
    const number = numbers[at] ?? -1
    if (number < 0) continue
    // Without a filter there are no keys to be the same.
    if (filter === undefined || (holders[number] ?? -1) < 0) candidates.push(number)
    holders[number] = at
  }
  const keys = candidates.map(number => table.texts[number] ?? '')
  return { filter, table, numbers, recent, holders, candidates, keys }
}

function isSameFilter(a: TagFilter | undefined, b: TagFilter | undefined): boolean {
  return a?.pattern === b?.pattern && a?.extract === b?.extract
}

function stagesOf(
  { tags, excluding }: Stored,
  keyed: Keyed,
  chosen: Policer,
  latest: Latest | GoError,
): readonly Stage[] {
  const selected = isGoError(latest) ? undefined : latest.tag
  const { filter, numbers, holders } = keyed
  return tags.map((tag, at): Stage => {
    const key = keyAt(keyed, at)
    if (key === undefined) return excluding[at] === undefined ? 'filtered' : 'excluded'
    if (filter && tags[holders[numbers[at] ?? -1] ?? -1] !== tag) return 'filtered'
    return chosen.fails(key, at) ?? (tag === selected ? 'selected' : 'not-latest')
  })
}
