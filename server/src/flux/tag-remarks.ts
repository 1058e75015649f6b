import { byteOrder } from '../go/byte-order.ts'
import { parseFloat64 } from '../go/float.ts'
import { isGoError } from '../go/go-error.ts'
import { compileRegexp } from '../go/regexp.ts'
import { parseConstraint, type SemverGeneration } from '../go/semver/constraint.ts'
import { isMissedAsPrerelease, satisfies } from '../go/semver/satisfies.ts'
import { compareVersions, parseVersion, type Version } from '../go/semver/version.ts'
import type { PolicyChoice } from './policy.ts'
import type { TagFilter } from './tags.ts'
import { tagKey } from './tags.ts'

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

/** What there is to say about a policy over stored tags, in their stored order. Costs about as much as the selection. */
export function tagRemarks(
  policy: PolicyChoice,
  filter: TagFilter | undefined,
  tags: readonly string[],
  generation: SemverGeneration,
): readonly TagRemark[] {
  const keyOf = filter === undefined ? (tag: string) => tag : tagKey(filter)
  if (isGoError(keyOf) || tags.length === 0) return []
  const keys = new Map<string, string[]>()
  for (const tag of tags) {
    const key = keyOf(tag)
    if (key === undefined) continue
    const same = keys.get(key)
    if (same) same.push(tag)
    else keys.set(key, [tag])
  }
  if (keys.size === 0) return filter ? [nothingMatches(filter, tags)] : []
  return [
    ...(filter ? filterRemarks(filter, tags, keys) : []),
    ...(policy.semver
      ? semverRemarks(policy.semver.range, [...keys.keys()], generation)
      : policy.alphabetical
        ? textRemarks([...keys.keys()], policy.alphabetical.order ?? 'asc')
        : policy.numerical
          ? numberRemarks(keys)
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
  { pattern, extract }: TagFilter,
  tags: readonly string[],
  keys: ReadonlyMap<string, readonly string[]>,
): readonly TagRemark[] {
  const remarks: TagRemark[] = []
  const anchored = compileRegexp(`^(?:${pattern})$`)
  const found = compileRegexp(pattern)
  if (!isGoError(anchored) && !isGoError(found)) {
    const tag = tags.find(one => found.test(one) && !anchored.test(one))
    if (tag !== undefined) remarks.push({ kind: 'unanchored', tag })
  }
  if (extract === '') return remarks
  const [same] = [...keys].filter(([, of]) => of.length > 1).sort(([, a], [, b]) => b.length - a.length)
  if (same) {
    const [key, of] = same
    remarks.push({ kind: 'same-key', key, tags: of.slice(0, 3), isOnly: keys.size === 1 })
  }
  return remarks
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

function numberRemarks(keys: ReadonlyMap<string, readonly string[]>): readonly TagRemark[] {
  const seen = new Map<number, string>()
  for (const [key, tags] of keys) {
    const value = parseFloat64(key)
    if (isGoError(value)) return [{ kind: 'no-number', tag: tags[0] ?? key, key }]
    const other = seen.get(value)
    const digits = (text: string) => text.replace(/^[+-]?0*/, '').replace(/\.?0*$/, '')
    if (other !== undefined && digits(other) !== digits(key) && /[0-9]{16}/.test(key))
      return [{ kind: 'precision', keys: [other, key] }]
    seen.set(value, key)
  }
  return []
}
