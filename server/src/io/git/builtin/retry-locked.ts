import { setTimeout } from 'node:timers/promises'
import { type GitFailureCode, isFailure } from '../../../flux/failure.ts'

/** How often a step is tried, and on which failures. */
export interface Retry {
  readonly tries: number
  readonly codes: readonly GitFailureCode[]
}

/** Tries a step again, every 50 ms, where Git's locks are taken: five times if not told otherwise. Then the failure is the result. */
export async function retryLocked<T>(
  step: () => T | Promise<T>,
  { tries, codes }: Retry = { tries: 5, codes: ['E_INDEX_LOCKED', 'E_REF_LOCKED'] },
): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await step()
    } catch (error) {
      if (left <= 1 || !isFailure(error, ...codes)) throw error
    }
    await setTimeout(50)
  }
}
