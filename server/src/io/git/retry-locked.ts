import { setTimeout } from 'node:timers/promises'
import { hasCode } from './failure.ts'

/** Tries a step again where Git's locks are taken: five times, 50 ms apart. Then the lock's failure is the result. */
export async function retryLocked<T>(step: () => T | Promise<T>, tries = 5): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await step()
    } catch (error) {
      if (left <= 1 || !hasCode(error, 'E_INDEX_LOCKED', 'E_REF_LOCKED')) throw error
    }
    await setTimeout(50)
  }
}
