import { filterTags, storedTags } from '../../../server/src/flux/selection/tags.ts'
import { byteOrder } from '../../../server/src/go/byte-order.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'

export function tagFilter(input: {
  readonly pattern: string
  readonly extract: string
  readonly tags: readonly string[]
}): Answer {
  const candidates = filterTags(input.tags, input)
  if (isGoError(candidates)) return candidates
  return { filtered: [...candidates].sort(([a], [b]) => byteOrder(a, b)) }
}

export function exclusionList(input: {
  readonly exclusionList: readonly string[] | null
  readonly tags: readonly string[]
}): Answer {
  const stored = storedTags(input.tags, input.exclusionList ?? undefined)
  if (isGoError(stored)) return stored
  return { stored, tagCount: stored.length, latestTags: latestTags(stored) }
}

/** What `status.lastScanResult.latestTags` shows: the first ten of the stored order, which need not be the newest. */
export function latestTags(stored: readonly string[]): readonly string[] {
  return stored.slice(0, 10)
}
