import type { EffectiveRoot } from './effective-root.ts'
import { reached } from './reached.ts'
import type { Target } from './target.ts'
import { mostSteps } from './work.ts'

/**
 * What all roots of a workspace may take together, so that many large ones fill neither time nor memory. Roots count in
 * the order of their names, each target once, whether it was built in this pass or taken over: so an edit ends with the
 * same as a fresh start. When the large ones have used it up, each of the others still has a share of its own.
 */
export interface Allowance {
  /** The steps that the next root may take; 0 where nothing is left. */
  readonly limit: number
  /** Whether a root of an earlier pass is within that. */
  takes(root: EffectiveRoot): boolean
  /** Counts a root, its target and all that it uses. */
  count(root: EffectiveRoot): void
}

/** Four times what one may take. */
const allowedSteps = 4 * mostSteps

/** What each root may take when that is used up: 500 objects as they are; and what all these may take. */
const share = 10_000
const allowedShares = 100 * share

export function allowance(): Allowance {
  const counted = new Set<Target>()
  let left = allowedSteps + allowedShares
  const limit = () => (left > allowedShares ? mostSteps : left > 0 ? share : 0)
  return {
    get limit() {
      return limit()
    },
    takes: root => limit() === mostSteps || stepsOf(root) <= limit(),
    count(root) {
      const before = counted.size
      left -= root.steps
      let index = 0
      for (const { steps } of reached(root.target, counted)) if (index++ >= before) left -= steps
    },
  }
}

/** The steps of a root and of all that it uses. */
function stepsOf({ target, steps }: EffectiveRoot): number {
  return [...reached(target)].reduce((sum, one) => sum + one.steps, steps)
}

/** Whether a root did not end within a share: it has taken more, or something that it uses was given up. */
export function isBeyond(root: EffectiveRoot, limit: number): boolean {
  return (
    limit < mostSteps && (stepsOf(root) > limit || root.unknowns.some(({ code }) => code === 'too-large'))
  )
}
