import { reached } from './reached.ts'
import type { Target } from './target.ts'

/**
 * What all evaluations of a workspace may take together, so that many large ones do not fill the memory. Roots count in
 * the order of their names, each target once, whether it was built in this pass or taken over: so an edit ends with the
 * same as a fresh start.
 */
export interface Allowance {
  /** Counts a root's target and all that it uses. */
  count(target: Target): void
  readonly isSpent: boolean
}

/** Eight times what one may take. */
const allowedSteps = 8_000_000

export function allowance(): Allowance {
  const counted = new Set<Target>()
  let left = allowedSteps
  return {
    count(target) {
      const before = counted.size
      let index = 0
      for (const { steps } of reached(target, counted)) if (index++ >= before) left -= steps
    },
    get isSpent() {
      return left < 0
    },
  }
}
