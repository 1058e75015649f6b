import { scanIntervals } from '../resources/scan-interval.ts'
import type { Answers, Snapshot } from './snapshot.ts'

/**
 * The tag lists that are to be asked for anew: their keys, and how old, in ms, a list that was listed meanwhile may be. Those
 * that are older than `maxAge` (ms), or than their ImageRepository's interval where that can be read; without it all.
 */
export function oldScans(
  snapshot: Snapshot,
  now: number,
  maxAge: number | undefined,
): readonly (readonly [key: string, age: number])[] {
  if (maxAge === undefined) return [...snapshot.scans.keys()].map(key => [key, 0])
  const intervals = scanIntervals(snapshot)
  return [...snapshot.scans].flatMap(([key, { at }]) => {
    const age = intervals.get(key) ?? maxAge
    return now - at < age ? [] : [[key, age] as const]
  })
}

/** The digests and details that are older than `maxAge` (ms), taken out; without it all. */
export function withoutOld({ digests, details }: Snapshot, now: number, maxAge = 0): Answers {
  const old = (answers: typeof digests | typeof details) =>
    [...answers].flatMap(([key, { at }]) => (now - at < maxAge ? [] : [[key, undefined] as const]))
  return { digests: old(digests), details: old(details) }
}
