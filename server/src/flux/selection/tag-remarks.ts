import { byteOrder } from '../../go/byte-order.ts'
import { parseFloat64 } from '../../go/float.ts'
import { isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import { parseConstraint, type SemverGeneration } from '../../go/semver/constraint.ts'
import { isMissedAsPrerelease, satisfies } from '../../go/semver/satisfies.ts'
import { compareVersions, parseVersion, type Version } from '../../go/semver/version.ts'
import type { PolicyChoice } from './policy.ts'
import { type Candidates, type TagFilter, tagKey } from './tags.ts'

/** Something about real tags that the author of a policy will hardly have meant. */
export type TagRemark =
  /** The filter leaves no tag. `start` of the pattern is the longest beginning that some tag has. */
  | { readonly kind: 'filter-matches-nothing'; readonly start: string; readonly samples: readonly string[] }
  /** A tag that passes the filter only because the pattern is not anchored. */
  | { readonly kind: 'unanchored'; readonly tag: string }
  /** Tags that give the same key: all but one of them are lost. */
  | {
      readonly kind: 'same-key'
      readonly key: string
      readonly tags: readonly string[]
      readonly isOnly: boolean
    }
  | { readonly kind: 'no-number'; readonly tag: string; readonly key: string }
  /** Two numbers that are one and the same to Flux. */
  | { readonly kind: 'precision'; readonly keys: readonly [string, string] }
  /** Versions in alphabetical order: `1.9.0` before `1.10.0`. */
  | { readonly kind: 'versions-as-text'; readonly selected: string; readonly highest: string }
  /** Hashes, which have no order. */
  | { readonly kind: 'hashes'; readonly samples: readonly string[] }
  /** No tag lies in the range; `near` are the highest versions, each with the reason. */
  | { readonly kind: 'range-matches-nothing'; readonly near: readonly { tag: string; reason: string }[] }
  /** A higher version that is no prerelease, and that the range leaves out. */
  | { readonly kind: 'newer-outside'; readonly tag: string }
  /** Prereleases whose numbers are part of a word: `rc9` after `rc10`. */
  | { readonly kind: 'prerelease-as-text'; readonly selected: string; readonly expected: string }
  /** What the rules of the other generation of Flux would select. */
  | { readonly kind: 'other-generation'; readonly generation: SemverGeneration; readonly tag: string }

/** What a selection has found out: the tags as stored, what a filter has left of them, and how many could be the latest. */
interface Selected {
  readonly stored: readonly string[]
  readonly candidates: Candidates | undefined
  readonly eligible: number
}

/** What there is to say about a policy over stored tags, in their stored order, beside what is selected of them. */
export function tagRemarks(
  policy: PolicyChoice,
  filter: TagFilter | undefined,
  { stored, candidates, eligible }: Selected,
  generation: SemverGeneration,
): readonly TagRemark[] {
  if (stored.length === 0) return []
  const keys = candidates?.keys ?? stored
  if (keys.length === 0) return filter ? [nothingMatches(filter, stored)] : []
  return [
    ...(filter && candidates ? filterRemarks(filter, stored, candidates) : []),
    ...(policy.semver
      ? semverRemarks(policy.semver.range, keys, generation)
      : policy.alphabetical
        ? textRemarks(keys, policy.alphabetical.order ?? 'asc')
        : policy.numerical
          ? numberRemarks(keys, candidates?.byKey, eligible)
          : []),
  ]
}

function nothingMatches({ pattern }: TagFilter, tags: readonly string[]): TagRemark {
  const some = tags.slice(0, 300)
  let start = ''
  for (let end = 1; end < Math.min(pattern.length, 200); end++) {
    const regexp = compileRegexp(pattern.slice(0, end))
    if (isGoError(regexp)) continue
    if (!some.some(tag => regexp.test(tag))) break
    start = pattern.slice(0, end)
  }
  return { kind: 'filter-matches-nothing', start, samples: tags.slice(0, 3) }
}

function filterRemarks(
  filter: TagFilter,
  tags: readonly string[],
  { byKey, passed }: Candidates,
): readonly TagRemark[] {
  const { pattern, extract } = filter
  const remarks: TagRemark[] = []
  const anchored = isAnchored(pattern) ? undefined : compileRegexp(`^(?:${pattern})$`)
  const found = compileRegexp(pattern)
  if (anchored !== undefined && !isGoError(anchored) && !isGoError(found)) {
    const tag = tags.find(one => found.test(one) && !anchored.test(one))
    // A pattern that no tag matches as a whole is meant for a part of it: `^main-`.
    if (tag !== undefined && tags.some(one => anchored.test(one))) remarks.push({ kind: 'unanchored', tag })
  }
  if (extract !== '' && passed > byKey.size) remarks.push(...sameKey(filter, tags))
  return remarks
}

/** Whether a pattern plainly covers whole tags. False is no claim. */
function isAnchored(pattern: string): boolean {
  return /^\^(?:[^\\|]|\\[^Q])*\$$/.test(pattern) && !/\(\?[^P<:]/.test(pattern)
}

/** The key that the most tags share. */
function sameKey(filter: TagFilter, tags: readonly string[]): readonly TagRemark[] {
  const keyOf = tagKey(filter)
  if (isGoError(keyOf)) return []
  const byKey = new Map<string, string[]>()
  for (const tag of tags) {
    const key = keyOf(tag)
    if (key === undefined) continue
    const same = byKey.get(key)
    if (same) same.push(tag)
    else byKey.set(key, [tag])
  }
  const [most] = [...byKey].sort(([, a], [, b]) => b.length - a.length)
  if (most === undefined) return []
  const [key, same] = most
  return [{ kind: 'same-key', key, tags: same.slice(0, 3), isOnly: byKey.size === 1 }]
}

function semverRemarks(
  range: string,
  keys: readonly string[],
  generation: SemverGeneration,
): readonly TagRemark[] {
  const constraint = parseConstraint(range, generation)
  if (isGoError(constraint)) return []
  const versions = keys.flatMap(key => {
    const version = parseVersion(key)
    return isGoError(version) ? [] : [version]
  })
  const inRange = versions.filter(version => satisfies(constraint, version))
  const latest = highest(inRange)
  if (latest === undefined) {
    const near = versions
      .toSorted((a, b) => compareVersions(b, a))
      .slice(0, 3)
      .map(version => ({
        tag: version.original,
        reason: isMissedAsPrerelease(constraint, version)
          ? 'a prerelease, which the range does not ask for'
          : `outside ${range}`,
      }))
    const others = keys.slice(0, 3 - near.length).filter(key => isGoError(parseVersion(key)))
    const unreadable = others.map(tag => ({ tag, reason: 'no version of three parts' }))
    return [{ kind: 'range-matches-nothing', near: [...near, ...unreadable] }]
  }
  const remarks: TagRemark[] = []
  const newer = highest(versions.filter(({ pre }) => pre === ''))
  if (newer && compareVersions(newer, latest) > 0 && !satisfies(constraint, newer))
    remarks.push({ kind: 'newer-outside', tag: newer.original })
  const expected = naturallyHigher(latest, inRange)
  if (expected)
    remarks.push({ kind: 'prerelease-as-text', selected: latest.original, expected: expected.original })
  const other = generation === 'flux-2.7' ? 'flux-2.6' : 'flux-2.7'
  const elsewhere = parseConstraint(range, other)
  if (!isGoError(elsewhere)) {
    const tag = highest(versions.filter(version => satisfies(elsewhere, version)))
    if (tag && compareVersions(tag, latest) !== 0)
      remarks.push({ kind: 'other-generation', generation: other, tag: tag.original })
  }
  return remarks
}

function highest(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (best, one) => (best === undefined || compareVersions(one, best) > 0 ? one : best),
    undefined,
  )
}

/** A prerelease of the same version that people would call later: same word, higher number. */
function naturallyHigher(latest: Version, among: readonly Version[]): Version | undefined {
  const [, word, number] = /^([A-Za-z-]+)([0-9]+)$/.exec(latest.pre) ?? []
  if (word === undefined) return undefined
  const release = (version: Version) => `${version.major}.${version.minor}.${version.patch}`
  return among.find(other => {
    const [, same, more] = /^([A-Za-z-]+)([0-9]+)$/.exec(other.pre) ?? []
    return same === word && release(other) === release(latest) && Number(more) > Number(number)
  })
}

function textRemarks(keys: readonly string[], order: string): readonly TagRemark[] {
  if (keys.length < 2) return []
  if (keys.every(key => /^[0-9a-f]{7,64}$/.test(key)) && keys.some(key => /[a-f]/.test(key)))
    return [{ kind: 'hashes', samples: keys.slice(0, 3) }]
  const versions = keys.flatMap(key => {
    const version = parseVersion(key)
    return isGoError(version) ? [] : [version]
  })
  if (versions.length < keys.length || order.toLowerCase() === 'desc') return []
  const selected = keys.reduce((last, key) => (byteOrder(key, last) > 0 ? key : last))
  const best = highest(versions)
  return best && best.original !== selected
    ? [{ kind: 'versions-as-text', selected, highest: best.original }]
    : []
}

function numberRemarks(
  keys: readonly string[],
  candidates: ReadonlyMap<string, string> | undefined,
  eligible: number,
): readonly TagRemark[] {
  if (eligible < keys.length) {
    const key = keys.find(one => isGoError(parseFloat64(one)))
    return key === undefined ? [] : [{ kind: 'no-number', tag: candidates?.get(key) ?? key, key }]
  }
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

function hasManyDigits(key: string): boolean {
  return key.length >= 16 && /[0-9]{16}/.test(key)
}

function digitsOf(key: string): string {
  return key.replace(/^[+-]?0*/, '').replace(/\.?0*$/, '')
}
