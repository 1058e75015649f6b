/**
 * How Flux chooses one tag out of many: its `applyPolicy`, `PolicerFromSpec` and the three policers.
 * Vector families: policy, scan-and-select.
 */
import { byteOrder } from '../../go/byte-order.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { type Constraint, parseConstraint, type SemverGeneration } from '../../go/semver/constraint.ts'
import { isMissedAsPrerelease, satisfies } from '../../go/semver/satisfies.ts'
import { compareVersions, parseVersion, type Version } from '../../go/semver/version.ts'
import { toUpper } from '../../go/unicode.ts'
import { toBytes, toText } from '../../go/utf8.ts'
import { type KeyReaders, keyReaders } from './key-readers.ts'
import { type Candidates, candidatesOf, type TagFilter } from './tags.ts'

/** An ImagePolicy's `spec.policy`. Where several are given, the first one counts, in this order. */
export interface PolicyChoice {
  readonly semver?: { readonly range: string }
  readonly alphabetical?: { readonly order?: string }
  readonly numerical?: { readonly order?: string }
}

/** The tag that a policy selects. */
export interface Latest {
  readonly tag: string
  /** Flux decides at random between this tag and others: two candidates of a filter are equal to the policy. */
  readonly ambiguous: boolean
}

/**
 * What an ImagePolicy selects out of stored tags, in their stored order: Flux's `applyPolicy`.
 * Vector families: policy, scan-and-select. The error is the text of the policy's Ready condition, `no tags in
 * database` without the words that Flux puts before it.
 *
 * With a filter Flux walks the candidates in the random order of a Go map. Where that matters the tag is the one
 * that the order of `tags` gives, as it would without a filter, and `ambiguous` is true. An error that could name
 * any of several candidates names the first.
 *
 * @internal Flux's own answers are held against it; the product asks `funnel`, which chooses by the same functions.
 */
export function selectLatest(
  policy: PolicyChoice,
  filter: TagFilter | undefined,
  tags: readonly string[],
  generation: SemverGeneration,
): Latest | GoError {
  const chosen = policer(policy, generation)
  if (isGoError(chosen)) return { err: `invalid policy: ${chosen.err}` }
  if (tags.length === 0) return { err: 'no tags in database' }
  const candidates = filter === undefined ? undefined : candidatesOf(tags, filter)
  if (isGoError(candidates)) return { err: `failed to filter tags: ${candidates.err}` }
  return latestOf(chosen, tags, candidates).latest
}

/** The same of what a filter has left, if there is one, and how many of the keys could be the latest. */
export function latestOf(
  chosen: Policer,
  tags: readonly string[],
  candidates: Pick<Candidates, 'keys' | 'tagOf'> | undefined,
): { readonly latest: Latest | GoError; readonly eligible: number } {
  if (tags.length === 0) return { latest: { err: 'no tags in database' }, eligible: 0 }
  const keys = candidates?.keys ?? tags
  if (keys.length === 0) return { latest: { err: 'version list argument cannot be empty' }, eligible: 0 }
  const { choice, eligible } = chosen.choose(keys)
  if (isGoError(choice)) return { latest: choice, eligible }
  const { key, tied } = choice
  const latest =
    candidates === undefined
      ? { tag: key, ambiguous: false }
      : { tag: candidates.tagOf(key) ?? key, ambiguous: tied }
  return { latest, eligible }
}

/** The key that was chosen. `tied`: in another order of the keys it could have been another one. */
export interface Choice {
  readonly key: string
  readonly tied: boolean
}

/** Why a key cannot be chosen. `reason` is a clause for people. */
export interface Ineligible {
  readonly stage: 'unparsable' | 'out-of-range'
  readonly reason: string
}

export interface Policer {
  /** What the latest key is among the others, for people: `the highest version in 1.x`. */
  readonly latestIs: string
  /** The latest of the keys, at least one, in the order in which Flux would meet them; and how many of them could be. */
  choose(keys: readonly string[]): { readonly choice: Choice | GoError; readonly eligible: number }
  /** Why this key cannot be the latest, whatever the others are; undefined where it can. */
  ineligible(key: string): Ineligible | undefined
  /** Its stage alone, of very many keys. */
  fails(key: string, at?: number): Ineligible['stage'] | undefined
}

/** The policer of a policy. The error is what Flux says behind `invalid policy: `. */
export function policer(
  choice: PolicyChoice,
  generation: SemverGeneration,
  readers: KeyReaders = keyReaders,
): Policer | GoError {
  if (choice.semver) return semver(choice.semver.range, generation, readers)
  if (choice.alphabetical) return alphabetical(choice.alphabetical.order ?? '')
  if (choice.numerical) return numerical(choice.numerical.order ?? '', readers)
  return { err: 'given ImagePolicyChoice object is invalid' }
}

/** The first of the highest versions in the range. Tags that are no version are passed over. */
function semver(range: string, generation: SemverGeneration, readers: KeyReaders): Policer | GoError {
  const constraint = parseConstraint(range, generation)
  if (isGoError(constraint)) return constraint
  return {
    latestIs: `the highest version in the range ${range}`,
    choose(keys) {
      let latest: Version | undefined
      let tied = false
      let eligible = 0
      for (let at = 0; at < keys.length; at++) {
        const version = readers.version(keys[at] ?? '', at)
        if (isGoError(version) || !satisfies(constraint, version)) continue
        eligible++
        const order = latest === undefined ? 1 : compareVersions(version, latest)
        if (order > 0) latest = version
        tied = order === 0 || (tied && order < 0)
      }
      const none = { err: 'unable to determine latest version from provided list' }
      return { choice: latest === undefined ? none : { key: latest.original, tied }, eligible }
    },
    ineligible: key => outside(constraint, range, key),
    fails(key, at) {
      const version = readers.version(key, at)
      return isGoError(version) ? 'unparsable' : satisfies(constraint, version) ? undefined : 'out-of-range'
    },
  }
}

function outside(constraint: Constraint, range: string, key: string): Ineligible | undefined {
  const version = parseVersion(key)
  if (isGoError(version)) return { stage: 'unparsable', reason: `no semantic version: ${version.err}` }
  if (satisfies(constraint, version)) return undefined
  const reason = isMissedAsPrerelease(constraint, version)
    ? `a prerelease, and the range ${range} does not ask for any`
    : `outside the range ${range}`
  return { stage: 'out-of-range', reason }
}

/** The greatest key by bytes, or the smallest for `desc`. Keys of a filter differ, so they never tie. */
function alphabetical(written: string): Policer | GoError {
  const order = readOrder(written)
  if (isGoError(order)) return order
  return {
    latestIs: `${order === 'asc' ? 'last' : 'first'} in alphabetical order`,
    choose(keys) {
      const isAhead = (a: string, b: string): boolean =>
        order === 'asc' ? byteOrder(a, b) > 0 : byteOrder(a, b) < 0
      const key = keys.reduce((latest, one) => (isAhead(one, latest) ? one : latest))
      return { choice: { key, tied: false }, eligible: keys.length }
    },
    ineligible: () => undefined,
    fails: () => undefined,
  }
}

/** The last of the greatest numbers, or of the smallest for `desc`. One key that is no number fails the policy. */
function numerical(written: string, { number }: KeyReaders): Policer | GoError {
  const order = readOrder(written)
  if (isGoError(order)) return order
  return {
    latestIs: `the ${order === 'asc' ? 'highest' : 'lowest'} number`,
    choose(keys) {
      let [key, latest, tied] = ['', Number.NaN, false]
      let [eligible, hasNaN] = [0, false]
      let wrong: string | undefined
      keys.forEach((one, at) => {
        const value = number(one, at)
        if (isGoError(value)) {
          wrong ??= one
          return
        }
        eligible++
        hasNaN ||= Number.isNaN(value)
        // NaN is neither more nor less: whatever comes after it replaces it.
        if (order === 'asc' ? value < latest : value > latest) return
        tied = value === latest
        key = one
        latest = value
      })
      if (wrong !== undefined)
        return { choice: { err: `failed to parse invalid numeric value '${wrong}'` }, eligible }
      return { choice: { key, tied: tied || (hasNaN && eligible > 1) }, eligible }
    },
    ineligible: key =>
      isGoError(number(key))
        ? { stage: 'unparsable', reason: 'no number, and one such tag fails the whole policy' }
        : undefined,
    fails: (key, at) => (isGoError(number(key, at)) ? 'unparsable' : undefined),
  }
}

/** `asc` where nothing is given; upper and lower case do not matter. */
function readOrder(written: string): 'asc' | 'desc' | GoError {
  const order = toText(toUpper(toBytes(written)))
  if (order === '' || order === 'ASC') return 'asc'
  if (order === 'DESC') return 'desc'
  return { err: `invalid order argument provided: '${order}', must be one of: ASC, DESC` }
}
