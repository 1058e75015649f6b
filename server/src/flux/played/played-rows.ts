import { once } from '../once.ts'
import { naturalPlaces } from '../selection/natural-order.ts'
import { pickGroup, pickGroups, preferredFirst } from '../selection/newest-first.ts'
import type { PolicyChoice } from '../selection/policy.ts'
import { type Keyed, keyAt, type Sifted } from '../selection/sift.ts'

/** The tags that a table shows, in its order: their places among the tags as they were listed. */
export interface PlayedRows {
  readonly length: number
  /** What is not asked for is not sorted. */
  slice(from: number, to: number): readonly number[]
}

/** Orders of all tags, each found when it is first needed and kept as long as it holds. */
export interface Orders {
  readonly tags: readonly string[]
  readonly keyed: Keyed
  /** What of the policy decides over the order. */
  readonly by: string
  readonly preferred: () => readonly number[]
  readonly natural: () => readonly number[]
  /** What was last known of `preferred`, which is not sorted for it. */
  readonly nearly: () => readonly number[]
}

/** The orders of what was sifted; `before` are those of the request before. */
export function ordersOf(
  policy: PolicyChoice,
  { stored: { tags }, keyed, stages }: Sifted,
  before: Orders | undefined,
): Orders {
  const known = before?.tags === tags ? before : undefined
  const { semver, alphabetical, numerical } = policy
  const order = (alphabetical ?? numerical)?.order?.toLowerCase()
  const by = semver ? 'semver' : `${alphabetical ? 'alphabetical' : 'numerical'} ${order}`
  const isSame = known?.keyed === keyed && known.by === by
  if (isSame) return known
  const nearly = known?.nearly() ?? []
  let found: readonly number[] | undefined
  return {
    tags,
    keyed,
    by,
    natural: known?.natural ?? once(() => naturalPlaces(tags)),
    preferred() {
      found ??= preferredPlaces(policy, keyed, stages, nearly)
      return found
    },
    nearly: () => found ?? nearly,
  }
}

/** What can be selected, and what lies outside. What was in order before is nearly in order, and soon sorted. */
function preferredPlaces(
  policy: PolicyChoice,
  keyed: Keyed,
  stages: Sifted['stages'],
  nearly: readonly number[],
): readonly number[] {
  const { table, numbers } = keyed
  const isLeft = new Uint8Array(stages.length)
  stages.forEach((stage, at) => {
    const group = pickGroup(stage)
    isLeft[at] = group === 'eligible' || group === 'outside' ? 1 : 0
  })
  const places: number[] = []
  const take = (at: number) => {
    if (isLeft[at] === 1) places.push(at)
    isLeft[at] = 0
  }
  nearly.forEach(take)
  stages.forEach((_, at) => {
    take(at)
  })
  return preferredFirst(policy, places, {
    text: at => keyAt(keyed, at) ?? '',
    version: at => table.versionOf(numbers[at] ?? -1),
    number: at => table.floatOf(numbers[at] ?? -1),
  })
}

/** The rows of a policy's table, of those tags that `isShown` lets in. */
export function rowsOf(
  stages: Sifted['stages'],
  { preferred, natural }: Orders,
  isShown: (place: number) => boolean,
): PlayedRows {
  const groups = new Int8Array(stages.length).fill(-1)
  stages.forEach((stage, at) => {
    if (isShown(at)) groups[at] = pickGroups.indexOf(pickGroup(stage))
  })
  return rowsIn(
    pickGroups.map((name, group) => ({
      length: groups.reduce((sum, one) => (one === group ? sum + 1 : sum), 0),
      places: () =>
        (name === 'rest' || name === 'excluded' ? natural : preferred)().filter(at => groups[at] === group),
    })),
  )
}

/** Rows that stand in groups, one after the other. */
export function rowsIn(
  groups: readonly { readonly length: number; places(): readonly number[] }[],
): PlayedRows {
  const found = groups.map(({ length, places }) => ({ length, places: once(places) }))
  return {
    length: groups.reduce((sum, { length }) => sum + length, 0),
    slice(from, to) {
      let start = 0
      return found.flatMap(({ length, places }) => {
        const [first, last] = [Math.max(0, from - start), Math.min(length, to - start)]
        start += length
        return first < last ? places().slice(first, last) : []
      })
    },
  }
}
