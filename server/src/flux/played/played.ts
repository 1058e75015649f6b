import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { entriesOf, type FunnelEntry } from '../selection/funnel.ts'
import { type PolicyChoice, policer } from '../selection/policy.ts'
import { type Sifted, type Stage, type Stored, sift, siftedLatest, storedBy } from '../selection/sift.ts'
import type { TagFilter } from '../selection/tags.ts'
import { type Orders, ordersOf, type PlayedRows, rowsIn, rowsOf } from './played-rows.ts'

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

/** The same, with rows that are made as they are asked for, and what the next request needs of this one. */
export interface Playing extends Omit<Played, 'rows'> {
  /** The rows of tags that end at one of the stages (empty: at any) and hold the text. */
  rows(stages: readonly PlayedStage[], text: string): PlayedRows
  rowAt(place: number): PlayedTag
  readonly kept?: Kept
}

/** What holds as long as its own input does. */
interface Kept {
  readonly stored: Stored
  readonly sifted?: Sifted
  readonly orders?: Orders
}

/** The way of all tags through the stages of Flux: what `funnel` says, in the order in which people look for tags. */
export function played(request: PlayRequest): Played {
  const { rows, rowAt, kept: _, ...rest } = playing(request)
  return { ...rest, rows: rows([], '').slice(0, request.tags.length).map(rowAt) }
}

/** The same, at each key that somebody types: what the request before (`before`) has found is not found again. */
export function playing(request: PlayRequest, before?: Playing): Playing {
  const { policy, filter, exclusionList, tags, generation } = request
  const sifted = policy && sift({ policy, filter, exclusionList, tags, generation }, before?.kept?.sifted)
  if (sifted && isGoError(sifted)) return failed(sifted, before)
  if (policy && sifted) return policyPlayed(request, policy, sifted, before)
  const stored = storedBy(tags, exclusionList, before?.kept?.stored)
  return isGoError(stored) ? failed(stored, before) : storedPlayed(stored)
}

/** What was found before holds for what is typed next. */
function failed({ err }: GoError, before: Playing | undefined): Playing {
  return {
    problem: err,
    counts: [],
    rows: () => rowsIn([]),
    rowAt: () => ({ tag: '', stage: 'filtered', reason: '' }),
    ...(before?.kept ? { kept: before.kept } : {}),
  }
}

function policyPlayed(
  request: PlayRequest,
  policy: PolicyChoice,
  sifted: Sifted,
  before: Playing | undefined,
): Playing {
  const { stored, stages, latest } = sifted
  const { tags, kept } = stored
  const orders = ordersOf(policy, sifted, before?.kept?.orders)
  const rowAt = entriesOf(policy, sifted)
  const number = (...some: readonly PlayedStage[]) =>
    stages.reduce((sum, stage) => (some.includes(stage) ? sum + 1 : sum), 0)
  const selected = isGoError(latest) ? undefined : rowAt(tags.indexOf(latest.tag))
  const other = otherFlux(request, sifted, selected?.tag)
  return {
    counts: [
      { name: 'listed', count: tags.length },
      { name: 'stored', count: kept.length },
      ...(request.filter ? [{ name: 'matched', count: kept.length - number('filtered') }] : []),
      { name: 'eligible', count: number('not-latest', 'selected') },
      { name: 'selected', count: selected ? 1 : 0 },
    ],
    rows: (some, text) => rowsOf(stages, orders, at => isShown(some, text, stages[at], tags[at])),
    rowAt,
    ...(selected ? { selected } : {}),
    ...(other ? { other } : {}),
    kept: { stored, sifted, orders },
  }
}

/** What a repository without a policy keeps, in the registry's order. */
function storedPlayed(stored: Stored): Playing {
  const { tags, excluding, kept } = stored
  const stageAt = (at: number) => (excluding[at] === undefined ? 'stored' : 'excluded')
  return {
    counts: [
      { name: 'listed', count: tags.length },
      { name: 'stored', count: kept.length },
    ],
    rows: (some, text) => {
      const shown = tags.flatMap((tag, at) => (isShown(some, text, stageAt(at), tag) ? [at] : []))
      return rowsIn(
        (['stored', 'excluded'] as const).map(stage => {
          const places = shown.filter(at => stageAt(at) === stage)
          return { length: places.length, places: () => places }
        }),
      )
    },
    rowAt(at) {
      const stage = stageAt(at)
      const reason = stage === 'stored' ? 'nothing excludes it' : `${excluding[at]} excludes it`
      return { tag: tags[at] ?? '', stage, reason }
    },
    kept: { stored },
  }
}

function isShown(
  stages: readonly PlayedStage[],
  text: string,
  stage: PlayedStage | undefined,
  tag: string | undefined,
): boolean {
  return (
    (stages.length === 0 || (stage !== undefined && stages.includes(stage))) &&
    (text === '' || tag?.includes(text) === true)
  )
}

/**
 * What would become of a tag, were it pushed now; of one that is there, what became of it. `result` is what became of
 * all tags of the request.
 */
export function playedTag(request: PlayRequest, result: Playing, tag: string): PlayedTag | GoError {
  const at = request.tags.indexOf(tag)
  const all = at < 0 ? playing({ ...request, tags: [...request.tags, tag] }) : result
  if (all.problem !== undefined) return { err: all.problem }
  return all.rowAt(at < 0 ? request.tags.length : at)
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

/** Flux up to 2.6 and from 2.7 on read prereleases in ranges differently (docs/flux.md). */
function otherFlux(
  { policy, generation }: PlayRequest,
  { stored, keyed }: Sifted,
  selected: string | undefined,
): Played['other'] {
  if (!policy?.semver) return undefined
  const [another, flux] =
    generation === 'flux-2.6'
      ? (['flux-2.7', '2.7 and later'] as const)
      : (['flux-2.6', '2.6 and earlier'] as const)
  if (isGoError(policer(policy, another))) return { flux, selects: 'no tag' }
  const { table, candidates } = keyed
  if (!candidates.some(number => table.texts[number]?.includes('-'))) return undefined
  const latest = siftedLatest(policy, another, stored, keyed)
  // Chance is no difference between two of them.
  if (!isGoError(latest) && latest.ambiguous) return undefined
  const selects = isGoError(latest) ? 'no tag' : latest.tag
  return selects === (selected ?? 'no tag') ? undefined : { flux, selects }
}
