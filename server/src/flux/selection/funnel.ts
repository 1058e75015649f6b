import { type GoError, isGoError } from '../../go/go-error.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { type PolicyChoice, policer, selectLatest } from './policy.ts'
import { exclusion, filterTags, storedTags, type TagFilter, tagKey } from './tags.ts'

/** How far a tag comes on its way from the registry to the selection. */
export type Stage = 'excluded' | 'filtered' | 'unparsable' | 'out-of-range' | 'not-latest' | 'selected'

/** What became of one tag, and why, for people: `1.2.4 is the highest version in the range 1.x`. */
export interface FunnelEntry {
  readonly tag: string
  readonly stage: Stage
  readonly reason: string
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
  const stored = storedTags(tags, exclusionList)
  if (isGoError(stored)) return stored
  const keyOf = filter === undefined ? (tag: string) => tag : tagKey(filter)
  if (isGoError(keyOf)) return { err: `failed to filter tags: ${keyOf.err}` }
  const candidates = filter === undefined ? new Map<string, string>() : filterTags(stored, filter)
  if (isGoError(candidates)) return { err: `failed to filter tags: ${candidates.err}` }
  const latest = selectLatest(policy, filter, stored, generation)

  return tags.map(tag => {
    const pattern = excludedBy(tag)
    if (pattern !== undefined) return { tag, stage: 'excluded', reason: `${pattern} excludes it` }
    const key = keyOf(tag)
    if (key === undefined) return { tag, stage: 'filtered', reason: `${filter?.pattern} does not match` }
    const holder = candidates.get(key) ?? tag
    if (holder !== tag) return { tag, stage: 'filtered', reason: `${holder} is "${key}" too and replaces it` }
    const ineligible = chosen.ineligible(key)
    if (ineligible !== undefined) {
      const as = key === tag ? '' : `"${key}" is `
      return { tag, stage: ineligible.stage, reason: `${as}${ineligible.reason}` }
    }
    if (isGoError(latest)) return { tag, stage: 'not-latest', reason: latest.err }
    const luck = latest.ambiguous ? ', with equals between which Flux decides at random' : ''
    return tag === latest.tag
      ? { tag, stage: 'selected', reason: `${chosen.latestIs}${luck}` }
      : { tag, stage: 'not-latest', reason: `${latest.tag} is ${chosen.latestIs}${luck}` }
  })
}
