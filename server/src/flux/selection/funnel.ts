import { parseFloat64 } from '../../go/float.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'
import type { PolicyChoice } from './policy.ts'
import { keyAt, type Sifted, type SiftRequest, type Stage, sift } from './sift.ts'

/** What became of one tag, and why, for people: `1.2.4 is the highest version in the range 1.x`. */
export interface FunnelEntry {
  readonly tag: string
  readonly stage: Stage
  readonly reason: string
  /** What `extract` makes of the tag; absent where the policy extracts nothing, or the pattern does not match. */
  readonly key?: string
  /** The version or number that Flux compares, as it reads the key; absent where that is the key itself, or none. */
  readonly compared?: string
}

/**
 * Why each tag is, or is not, the one that a policy selects, in the registry's order: the `funnel` of `explain`.
 * The error is Flux's, where the exclusion list, the filter or the policy itself is wrong.
 */
export function funnel(request: SiftRequest): readonly FunnelEntry[] | GoError {
  const sifted = sift(request)
  if (isGoError(sifted)) return sifted
  const entryAt = entriesOf(request.policy, sifted)
  return sifted.stored.tags.map((_, at) => entryAt(at))
}

/** For the position of a tag what became of it. */
export function entriesOf(policy: PolicyChoice, sifted: Sifted): (at: number) => FunnelEntry {
  const {
    stored: { tags, excluding },
    keyed,
    chosen,
    latest,
    stages,
  } = sifted
  const { filter, numbers, holders } = keyed
  const latestKey = isGoError(latest) ? undefined : keyAt(keyed, tags.indexOf(latest.tag))
  return at => {
    const tag = tags[at] ?? ''
    const stage = stages[at] ?? 'filtered'
    const key = keyAt(keyed, at)
    if (stage === 'excluded') return { tag, stage, reason: `${excluding[at]} excludes it` }
    if (key === undefined) return { tag, stage, reason: `${filter?.pattern} does not match` }
    const compared = comparedAs(policy, key)
    const read = {
      ...(filter === undefined || filter.extract === '' ? {} : { key }),
      ...(compared === undefined || compared === key ? {} : { compared }),
    }
    if (stage === 'filtered') {
      const holder = tags[holders[numbers[at] ?? -1] ?? -1]
      return { tag, stage, reason: `${holder} is "${key}" too and replaces it`, ...read }
    }
    const ineligible = chosen.ineligible(key)
    if (ineligible !== undefined) {
      const as = key === tag ? '' : `"${key}" is `
      return { tag, stage, reason: `${as}${ineligible.reason}`, ...read }
    }
    if (isGoError(latest)) return { tag, stage, reason: latest.err, ...read }
    const luck = latest.ambiguous ? ', with equals between which Flux decides at random' : ''
    const why = `${chosen.latestIs}${luck}`
    return stage === 'selected'
      ? { tag, stage, reason: why, ...read }
      : { tag, stage, reason: `${asPrerelease(policy, key, latestKey)}${latest.tag} is ${why}`, ...read }
  }
}

/** A key as the policy compares it: `1.2.0` of `v1.2.0`, `1620613297` of `01620613297`. */
function comparedAs(policy: PolicyChoice, key: string): string | undefined {
  if (policy.semver) {
    const version = parseVersion(key)
    return isGoError(version)
      ? undefined
      : `${release(version)}${version.pre === '' ? '' : `-${version.pre}`}`
  }
  if (policy.alphabetical || !policy.numerical) return key
  const value = parseFloat64(key)
  return isGoError(value) ? undefined : String(value)
}

/** Words before the reason of a tag that loses only since it is a prerelease of the selected version. */
function asPrerelease({ semver }: PolicyChoice, key: string, latest: string | undefined): string {
  const [version, selected] = semver ? [parseVersion(key), parseVersion(latest ?? '')] : []
  if (version === undefined || selected === undefined || isGoError(version) || isGoError(selected)) return ''
  if (version.pre === '' || selected.pre !== '' || release(version) !== release(selected)) return ''
  const isBuild = /^[0-9]+-g[0-9a-f]{4,40}$/.test(version.pre)
  const advice = isBuild ? ' (to have builds after it selected, bump the patch)' : ''
  return `a prerelease of ${release(selected)}, which comes before it${advice}: `
}

function release({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`
}
