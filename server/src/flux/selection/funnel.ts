import { parseFloat64 } from '../../go/float.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'
import { latestOf, type PolicyChoice, policer } from './policy.ts'
import { candidatesBy, exclusion, inStoredOrder, type TagFilter, tagKey } from './tags.ts'

/** How far a tag comes on its way from the registry to the selection. */
export type Stage = 'excluded' | 'filtered' | 'unparsable' | 'out-of-range' | 'not-latest' | 'selected'

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

/** What decides over an image's tags. */
export interface FunnelRequest {
  readonly policy: PolicyChoice
  readonly filter: TagFilter | undefined
  readonly exclusionList: readonly string[] | undefined
  /** As the registry listed them. */
  readonly tags: readonly string[]
  readonly generation: SemverGeneration
}

/**
 * Why each tag is, or is not, the one that a policy selects, in the registry's order: the `funnel` of `explain`.
 * The error is Flux's, where the exclusion list, the filter or the policy itself is wrong.
 */
export function funnel(request: FunnelRequest): readonly FunnelEntry[] | GoError {
  const { policy, filter, exclusionList, tags, generation } = request
  const chosen = policer(policy, generation)
  if (isGoError(chosen)) return { err: `invalid policy: ${chosen.err}` }
  const excludedBy = exclusion(exclusionList)
  if (isGoError(excludedBy)) return excludedBy
  // Each tag meets each pattern once: there may be a hundred thousand, at every key that is pressed.
  const excluding = tags.map(excludedBy)
  const stored = inStoredOrder(tags.filter((_, at) => excluding[at] === undefined))
  const readKey = filter === undefined ? (tag: string) => tag : tagKey(filter)
  if (isGoError(readKey)) return { err: `failed to filter tags: ${readKey.err}` }
  const keys = filter && new Map(stored.map(tag => [tag, readKey(tag)]))
  const keyOf = keys ? (tag: string) => keys.get(tag) : readKey
  const candidates = filter && candidatesBy(stored, keyOf)
  const { latest } = latestOf(chosen, stored, candidates)

  const latestKey = isGoError(latest) ? undefined : keyOf(latest.tag)
  return tags.map((tag, at): FunnelEntry => {
    const pattern = excluding[at]
    if (pattern !== undefined) return { tag, stage: 'excluded', reason: `${pattern} excludes it` }
    const key = keyOf(tag)
    if (key === undefined) return { tag, stage: 'filtered', reason: `${filter?.pattern} does not match` }
    const compared = comparedAs(policy, key)
    const read = {
      ...(filter === undefined || filter.extract === '' ? {} : { key }),
      ...(compared === undefined || compared === key ? {} : { compared }),
    }
    const holder = candidates?.byKey.get(key) ?? tag
    if (holder !== tag)
      return { tag, stage: 'filtered', reason: `${holder} is "${key}" too and replaces it`, ...read }
    const ineligible = chosen.ineligible(key)
    if (ineligible !== undefined) {
      const as = key === tag ? '' : `"${key}" is `
      return { tag, stage: ineligible.stage, reason: `${as}${ineligible.reason}`, ...read }
    }
    if (isGoError(latest)) return { tag, stage: 'not-latest', reason: latest.err, ...read }
    const luck = latest.ambiguous ? ', with equals between which Flux decides at random' : ''
    return tag === latest.tag
      ? { tag, stage: 'selected', reason: `${chosen.latestIs}${luck}`, ...read }
      : {
          tag,
          stage: 'not-latest',
          reason: `${asPrerelease(policy, key, latestKey)}${latest.tag} is ${chosen.latestIs}${luck}`,
          ...read,
        }
  })
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
