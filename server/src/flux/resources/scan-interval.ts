import type { Snapshot } from '../workspace/snapshot.ts'
import { duration } from './duration.ts'
import { canonicalImage } from './image.ts'

/**
 * How often Flux scans each image, in ms, by canonical name: the shortest `spec.interval` of its ImageRepositories,
 * and no less than a minute. What names no readable interval is missing.
 */
export function scanIntervals({ index }: Snapshot): ReadonlyMap<string, number> {
  const intervals = new Map<string, number>()
  for (const { resource } of [...index.repositories.values()].flat()) {
    const key = canonicalImage(resource.image?.value ?? '')
    const interval = duration(resource.interval ?? '')
    if (typeof key !== 'string' || interval === undefined) continue
    intervals.set(key, Math.max(60_000, Math.min(interval, intervals.get(key) ?? interval)))
  }
  return intervals
}
