import { isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { numberRemarks, type OrderRemark, textRemarks } from './order-remarks.ts'
import type { PolicyChoice } from './policy.ts'
import { type SemverRemark, semverRemarks } from './semver-remarks.ts'
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
  | OrderRemark
  | SemverRemark

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
        ? textRemarks(keys, candidates?.tagOf, isDesc(policy.alphabetical.order))
        : policy.numerical
          ? numberRemarks(keys, candidates?.tagOf, eligible, isDesc(policy.numerical.order))
          : []),
  ]
}

function isDesc(order: string | undefined): boolean {
  return order?.toLowerCase() === 'desc'
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
  { keys, passed }: Candidates,
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
  if (extract !== '' && passed > keys.length) remarks.push(...sameKey(filter, tags))
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
