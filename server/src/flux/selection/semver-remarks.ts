import { isGoError } from '../../go/go-error.ts'
import { type Constraint, parseConstraint, type SemverGeneration } from '../../go/semver/constraint.ts'
import { satisfies } from '../../go/semver/satisfies.ts'
import { compareVersions, parseVersion, type Version } from '../../go/semver/version.ts'
import { type NearTag, nearTags } from './near-tags.ts'
import { withoutBoundPrerelease } from './range-bounds.ts'
import { prereleaseRange, widerRange } from './wider-range.ts'

/** What real tags show about a range of versions. */
export type SemverRemark =
  /** No tag lies in the range; `near` are those that come closest, each with the reason; `ranges` would take some. */
  | {
      readonly kind: 'range-matches-nothing'
      readonly near: readonly NearTag[]
      readonly ranges: readonly string[]
    }
  /** A higher version that is no prerelease, and that the range leaves out. */
  | { readonly kind: 'newer-outside'; readonly tag: string; readonly wider: string | undefined }
  /** Prereleases whose numbers are part of a word: `rc9` after `rc10`. */
  | { readonly kind: 'prerelease-as-text'; readonly selected: string; readonly expected: string }
  /** Builds that `git describe` named after the selected release, and that count as prereleases of it. */
  | { readonly kind: 'git-describe'; readonly selected: string; readonly build: string }
  /** A prerelease that only an upper bound with a prerelease lets in; `release` is selected where `range` is written. */
  | { readonly kind: 'prerelease-by-bound'; readonly tag: string; readonly release: string | undefined }
  /** What the rules of the other generation of Flux would select. */
  | { readonly kind: 'other-generation'; readonly generation: SemverGeneration; readonly tag: string }

/** What there is to say about a range over keys. */
export function semverRemarks(
  range: string,
  keys: readonly string[],
  generation: SemverGeneration,
): readonly SemverRemark[] {
  const constraint = parseConstraint(range, generation)
  if (isGoError(constraint)) return []
  const versions = keys.flatMap(key => {
    const version = parseVersion(key)
    return isGoError(version) ? [] : [version]
  })
  const inRange = versions.filter(version => satisfies(constraint, version))
  const latest = highest(inRange)
  if (latest === undefined)
    return [
      {
        kind: 'range-matches-nothing',
        near: nearTags(keys, constraint, range),
        ranges: rangesFor(range, versions, generation),
      },
    ]
  const remarks: SemverRemark[] = []
  const newer = highest(versions.filter(({ pre }) => pre === ''))
  if (newer && compareVersions(newer, latest) > 0 && !satisfies(constraint, newer))
    remarks.push({
      kind: 'newer-outside',
      tag: newer.original,
      wider: widerRange(range, newer, versions, generation),
    })
  const expected = naturallyHigher(latest, inRange)
  if (expected)
    remarks.push({ kind: 'prerelease-as-text', selected: latest.original, expected: expected.original })
  const build = latest.pre === '' ? inRange.find(one => isDescribed(one, latest)) : undefined
  if (build) remarks.push({ kind: 'git-describe', selected: latest.original, build: build.original })
  remarks.push(...byBound(range, latest, versions, generation))
  const other = generation === 'flux-2.7' ? 'flux-2.6' : 'flux-2.7'
  const elsewhere = parseConstraint(range, other)
  if (!isGoError(elsewhere)) {
    const tag = best(elsewhere, versions)
    if (tag && compareVersions(tag, latest) !== 0)
      remarks.push({ kind: 'other-generation', generation: other, tag: tag.original })
  }
  return remarks
}

/** Ranges near to one that takes nothing, and that take something: with prereleases, or up to the newest release. */
function rangesFor(
  range: string,
  versions: readonly Version[],
  generation: SemverGeneration,
): readonly string[] {
  const newest = highest(versions.filter(({ pre }) => pre === ''))
  const wider = newest && widerRange(range, newest, versions, generation)
  const found = [prereleaseRange(range, versions, generation), wider]
  return found.filter(one => one !== undefined)
}

function byBound(
  range: string,
  latest: Version,
  versions: readonly Version[],
  generation: SemverGeneration,
): readonly SemverRemark[] {
  const plain = generation === 'flux-2.7' && latest.pre !== '' ? withoutBoundPrerelease(range) : undefined
  const constraint = plain === undefined ? undefined : parseConstraint(plain, generation)
  if (constraint === undefined || isGoError(constraint) || satisfies(constraint, latest)) return []
  return [
    { kind: 'prerelease-by-bound', tag: latest.original, release: best(constraint, versions)?.original },
  ]
}

function best(constraint: Constraint, versions: readonly Version[]): Version | undefined {
  return highest(versions.filter(version => satisfies(constraint, version)))
}

/** The first of the highest versions. */
export function highest(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (most, one) => (most === undefined || compareVersions(one, most) > 0 ? one : most),
    undefined,
  )
}

/** Whether `git describe` made a version out of a release: `1.2.3-14-gcafe789`, 14 commits after 1.2.3. */
function isDescribed(version: Version, of: Version): boolean {
  return /^[0-9]+-g[0-9a-f]{4,40}$/.test(version.pre) && release(version) === release(of)
}

/** A prerelease of the same version that people would call later: same word, higher number. */
function naturallyHigher(latest: Version, among: readonly Version[]): Version | undefined {
  const [, word, number] = /^([A-Za-z-]+)([0-9]+)$/.exec(latest.pre) ?? []
  if (word === undefined) return undefined
  return among.find(other => {
    const [, same, more] = /^([A-Za-z-]+)([0-9]+)$/.exec(other.pre) ?? []
    return same === word && release(other) === release(latest) && Number(more) > Number(number)
  })
}

function release({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`
}
