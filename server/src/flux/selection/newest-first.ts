import { byteOrder } from '../../go/byte-order.ts'
import { parseFloat64 } from '../../go/float.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { compareVersions, parseVersion, type Version } from '../../go/semver/version.ts'
import type { FunnelEntry } from './funnel.ts'
import { naturalPlaces } from './natural-order.ts'
import type { PolicyChoice } from './policy.ts'

/**
 * Tags as a person picks from them: those that the policy could select, the one that it prefers first; then those that
 * lie outside its range, in the same order; then the rest, as people count, last what no scan stores. Equals keep
 * their order.
 */
export function newestFirst(policy: PolicyChoice, entries: readonly FunnelEntry[]): readonly FunnelEntry[] {
  const places = (group: PickGroup) =>
    entries.flatMap((entry, at) => (pickGroup(entry.stage) === group ? [at] : []))
  const text = (at: number) => entries[at]?.key ?? entries[at]?.tag ?? ''
  const keys: KeysByPlace = {
    text,
    version: at => parseVersion(text(at)),
    number: at => parseFloat64(text(at)),
  }
  const counted = (group: PickGroup) => {
    const some = places(group)
    return naturalPlaces(some.map(at => entries[at]?.tag ?? '')).map(at => some[at] ?? 0)
  }
  const order = [
    ...preferredFirst(policy, places('eligible'), keys),
    ...preferredFirst(policy, places('outside'), keys),
    ...counted('rest'),
    ...counted('excluded'),
  ]
  return order.flatMap(at => entries[at] ?? [])
}

/** The parts of the list, in this order. */
export const pickGroups = ['eligible', 'outside', 'rest', 'excluded'] as const
type PickGroup = (typeof pickGroups)[number]

/** In which of them a tag stands. */
export function pickGroup(stage: FunnelEntry['stage']): PickGroup {
  if (stage === 'selected' || stage === 'not-latest') return 'eligible'
  if (stage === 'out-of-range') return 'outside'
  return stage === 'excluded' ? 'excluded' : 'rest'
}

/** What a policy compares of the tag at a place. */
export interface KeysByPlace {
  text(place: number): string
  version(place: number): Version | GoError
  number(place: number): number | GoError
}

/** Places of tags, those first that a policy prefers, in whatever order they are given; equals by their places. */
export function preferredFirst(
  policy: PolicyChoice,
  places: readonly number[],
  { text, version, number }: KeysByPlace,
): readonly number[] {
  if (policy.semver) {
    return sorted(places, version, (a, b) => (isGoError(a) || isGoError(b) ? 0 : compareVersions(b, a)))
  }
  const { alphabetical, numerical } = policy
  const sign = (alphabetical ?? numerical)?.order?.toLowerCase() === 'desc' ? -1 : 1
  if (alphabetical) return sorted(places, text, (a, b) => sign * byteOrder(b, a))
  return sorted(places, number, (a, b) => (isGoError(a) || isGoError(b) ? 0 : sign * (b - a)))
}

/** Each key is read once: there may be a hundred thousand. */
function sorted<T>(
  places: readonly number[],
  read: (place: number) => T,
  order: (a: T, b: T) => number,
): readonly number[] {
  const values = places.map(read)
  return places
    .map((_, at) => at)
    .sort((a, b) => order(values[a] as T, values[b] as T) || (places[a] ?? 0) - (places[b] ?? 0))
    .map(at => places[at] ?? 0)
}
