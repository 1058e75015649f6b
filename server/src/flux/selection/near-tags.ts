import { isGoError } from '../../go/go-error.ts'
import type { Constraint } from '../../go/semver/constraint.ts'
import { isMissedAsPrerelease, satisfies } from '../../go/semver/satisfies.ts'
import { compareVersions, newVersion, parseVersion, type Version } from '../../go/semver/version.ts'

/** A tag that nearly lies in a range, and why it does not: `16.4 (two parts, and Flux counts versions of three)`. */
export interface NearTag {
  readonly tag: string
  readonly reason: string
}

/**
 * Of keys none of which lies in a range the three that come closest: first what would lie in it but for its form or
 * its prerelease, of those plain versions first, then other versions, then the rest; each kind from the highest down.
 */
export function nearTags(keys: readonly string[], constraint: Constraint, range: string): readonly NearTag[] {
  return keys
    .map(key => candidate(key, constraint, range))
    .toSorted((a, b) => a.rank - b.rank || compare(b.version, a.version))
    .slice(0, 3)
    .map(({ tag, reason }) => ({ tag, reason }))
}

interface Candidate extends NearTag {
  readonly rank: number
  readonly version: Version | undefined
}

function candidate(tag: string, constraint: Constraint, range: string): Candidate {
  const version = parseVersion(tag)
  if (!isGoError(version)) {
    if (!isMissedAsPrerelease(constraint, version))
      return { tag, version, rank: version.pre === '' ? 4 : 5, reason: `outside ${range}` }
    const reason = isFlavour(version.pre)
      ? `-${version.pre} makes it a prerelease: extract the version before that`
      : 'a prerelease, which the range does not ask for'
    return { tag, version, rank: satisfies(constraint, { ...version, pre: '' }) ? 1 : 3, reason }
  }
  const short = newVersion(tag)
  if (!isGoError(short)) {
    const isNear = satisfies(constraint, { ...short, pre: '' })
    const parts = /^v?\d+\.\d+/.test(tag) ? 'two parts' : 'one part'
    const rank = isNear ? (short.pre === '' ? 0 : 2) : short.pre === '' ? 6 : 7
    return { tag, version: short, rank, reason: `${parts}, and Flux counts only versions of three` }
  }
  const before = textBeforeVersion(tag)
  const behind = before === undefined ? undefined : parseVersion(tag.slice(before.length))
  if (before !== undefined && behind !== undefined && !isGoError(behind)) {
    const rank = satisfies(constraint, { ...behind, pre: '' }) ? 2 : 8
    return {
      tag,
      version: behind,
      rank,
      reason: `"${before}" stands before the version: extract the version`,
    }
  }
  return { tag, version: undefined, rank: 9, reason: 'no version of three parts' }
}

/** Whether what stands behind a version names a variant of the image, not of a version to come: `alpine`, `slim-bookworm`. */
function isFlavour(pre: string): boolean {
  return (
    /^[A-Za-z]/.test(pre) &&
    !/^(?:alpha|beta|rc|cr|pre|dev|snapshot|next|canary|nightly|edge|test|[abm]\.?\d)/i.test(pre)
  )
}

/** What stands before the version in a tag, where that is a word: `prod-` of `prod-v1.2.0`. */
function textBeforeVersion(tag: string): string | undefined {
  return /^(.*?[^0-9.])(?=v?\d+\.\d+\.\d+)/.exec(tag)?.[1]?.replace(/v$/, '') || undefined
}

function compare(a: Version | undefined, b: Version | undefined): number {
  return a && b ? compareVersions(a, b) : 0
}
