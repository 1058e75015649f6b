import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { type FunnelEntry, funnel, type Stage } from './funnel.ts'
import { newestFirst } from './newest-first.ts'
import { latestOf, type PolicyChoice, policer } from './policy.ts'
import { candidatesBy, exclusion, inStoredOrder, type TagFilter } from './tags.ts'

/** What decides over an image's tags, as it is written at the moment. Without a policy: what a repository stores. */
export interface PlayRequest {
  readonly policy?: PolicyChoice
  readonly filter?: TagFilter
  readonly exclusionList?: readonly string[]
  /** As the registry listed them. */
  readonly tags: readonly string[]
  readonly generation: SemverGeneration
}

/** Where a tag ends; `stored` for those that a repository without a policy keeps. */
export type PlayedStage = Stage | 'stored'

/** One tag with what became of it. */
export interface PlayedTag extends Omit<FunnelEntry, 'stage'> {
  readonly stage: PlayedStage
}

/** What a policy does to tags. */
export interface Played {
  /** Flux's error, where the exclusion list, the filter or the policy is wrong; then there are no rows. */
  readonly problem?: string
  /** How many tags get as far as this, in this order. */
  readonly counts: readonly { readonly name: string; readonly count: number }[]
  /** What can be selected first, the latest at the top. */
  readonly rows: readonly PlayedTag[]
  readonly selected?: PlayedTag
  /** What another generation of Flux selects, where that is something else. */
  readonly other?: { readonly flux: string; readonly selects: string }
}

/** The way of all tags through the stages of Flux: what `funnel` says, in the order in which people look for tags. */
export function played(request: PlayRequest): Played {
  const entries = entriesOf(request)
  if (isGoError(entries)) return { problem: entries.err, counts: [], rows: [] }
  const { policy, filter, tags } = request
  const rows =
    policy === undefined
      ? [...entries].sort((a, b) => rank(a) - rank(b))
      : newestFirst(policy, entries as readonly FunnelEntry[])
  const has = (...stages: readonly PlayedStage[]) =>
    entries.reduce((sum, { stage }) => (stages.includes(stage) ? sum + 1 : sum), 0)
  const stored = tags.length - has('excluded')
  const eligible = has('not-latest', 'selected')
  const selected = rows.find(({ stage }) => stage === 'selected')
  const other = otherFlux(request, entries, selected?.tag)
  return {
    counts: [
      { name: 'listed', count: tags.length },
      { name: 'stored', count: stored },
      ...(filter ? [{ name: 'matched', count: stored - has('filtered') }] : []),
      ...(policy
        ? [
            { name: 'eligible', count: eligible },
            { name: 'selected', count: selected ? 1 : 0 },
          ]
        : []),
    ],
    rows,
    ...(selected ? { selected } : {}),
    ...(other ? { other } : {}),
  }
}

/** What would become of a tag, were it pushed now; of one that is there, what became of it. */
export function playedTag(request: PlayRequest, tag: string): PlayedTag | GoError {
  const tags = request.tags.includes(tag) ? request.tags : [...request.tags, tag]
  const entries = entriesOf({ ...request, tags })
  if (isGoError(entries)) return entries
  return entries.find(entry => entry.tag === tag) ?? { err: `${tag} is not among the tags` }
}

/** For a tag the groups of a filter's pattern in it: start and end in UTF-16 units, -1 twice for one that takes no part. */
export function groupFinder(
  filter: TagFilter | undefined,
): (tag: string) => readonly (readonly [number, number])[] {
  const regexp = filter === undefined ? undefined : compileRegexp(filter.pattern)
  if (regexp === undefined || isGoError(regexp)) return () => []
  return tag => {
    const [, , ...offsets] = regexp.find(tag) ?? []
    return offsets.flatMap((start, index) =>
      index % 2 === 0 ? [[start, offsets[index + 1] ?? start] as const] : [],
    )
  }
}

function entriesOf(request: PlayRequest): readonly PlayedTag[] | GoError {
  const { policy, filter, exclusionList, tags, generation } = request
  if (policy) return funnel({ policy, filter, exclusionList, tags, generation })
  const excludedBy = exclusion(exclusionList)
  if (isGoError(excludedBy)) return excludedBy
  return tags.map(tag => {
    const pattern = excludedBy(tag)
    return pattern === undefined
      ? { tag, stage: 'stored', reason: 'nothing excludes it' }
      : { tag, stage: 'excluded', reason: `${pattern} excludes it` }
  })
}

function rank({ stage }: PlayedTag): number {
  return stage === 'excluded' ? 1 : 0
}

/** Flux up to 2.6 and from 2.7 on read prereleases in ranges differently (docs/flux.md). */
function otherFlux(
  { policy, filter, generation }: PlayRequest,
  entries: readonly PlayedTag[],
  selected: string | undefined,
): Played['other'] {
  if (!policy?.semver) return undefined
  const [another, flux] =
    generation === 'flux-2.6'
      ? (['flux-2.7', '2.7 and later'] as const)
      : (['flux-2.6', '2.6 and earlier'] as const)
  const chosen = policer(policy, another)
  if (isGoError(chosen)) return { flux, selects: 'no tag' }
  // What the filter has left is known by now.
  const left = entries.filter(({ stage }) => stage !== 'excluded' && stage !== 'filtered')
  if (!left.some(({ tag, key = tag }) => key.includes('-'))) return undefined
  const keys = new Map(left.map(({ tag, key = tag }) => [tag, key]))
  const tags = inStoredOrder([...keys.keys()])
  const { latest } = latestOf(chosen, tags, filter && candidatesBy(tags, tag => keys.get(tag)))
  // Chance is no difference between two of them.
  if (!isGoError(latest) && latest.ambiguous) return undefined
  const selects = isGoError(latest) ? 'no tag' : latest.tag
  return selects === (selected ?? 'no tag') ? undefined : { flux, selects }
}
