import type { Resource } from '../values/resource.ts'
import type { Value } from '../values/value.ts'
import type { Hashes } from './generator-hash.ts'
import type { Unknown } from './problem.ts'
import { nothing, type Target } from './target.ts'

/**
 * What an evaluation has taken. A step is about a microsecond, but it is counted and not timed: objects times what is
 * done to each. So every machine finds the same to be too large.
 */
export interface Work {
  steps: number
  /** Components that were gone through: each may use others, twice. */
  components: number
  /** Whether it was too much: then the evaluation is given up. */
  isSpent: boolean
  /** The steps that it may take. */
  readonly limit: number
  /** Of generated objects; those of other roots too. */
  readonly hashes: Hashes
}

/** For one kustomization, without what it uses: 25,000 objects as they are, or 250 patches for 2,000 of them. */
export const mostSteps = 500_000

const mostComponents = 500

/** How many kustomizations may use one another in a row. */
export const mostDepth = 60

/** Steps for an object that is added, and for one that is made anew. */
export const stepsOfObject = 20

export function newWork(limit: number = mostSteps, hashes: Hashes = new WeakMap()): Work {
  return { steps: 0, components: 0, isSpent: false, limit, hashes }
}

/** Takes steps; false where it was too much. */
export function spend(work: Work, steps: number): boolean {
  work.steps += steps
  work.isSpent ||= work.steps > work.limit
  return !work.isSpent
}

/** The same for a component, or the kustomization itself. */
export function spendComponent(work: Work, steps: number): boolean {
  work.components += 1
  work.isSpent ||= work.components > mostComponents
  return spend(work, steps)
}

/** Steps for the objects that a transformer has made anew: large ones are more work. */
export function stepsOfChanges(before: readonly Resource[], after: readonly Resource[]): number {
  if (before === after) return 0
  const old = before.length === after.length ? undefined : new Set(before)
  let steps = 0
  for (const [index, one] of after.entries()) {
    const isOld = old ? old.has(one) : one === before[index]
    if (!isOld) steps += stepsOfObject + Math.ceil((one.place.span[1] - one.place.span[0]) / 64)
  }
  return steps
}

/** Why nothing is known of what a kustomization gives, told of its first field. */
export function tooLarge(folder: string, file: string, at?: Value): Unknown {
  const what = folder === '' ? "the repository's root" : folder
  const message = `what ${what} gives is too large to be worked out here`
  const key = at?.kind === 'map' ? at.entries[0]?.key : undefined
  const [start, end] = at?.span ?? [0, 0]
  return { file, span: [start, key === undefined ? end : start + key.length], code: 'too-large', message }
}

/** What stands for a target for which too little is left, since the workspace as a whole is too large. */
export function leftOut(folder: string, file: string): Target {
  return {
    ...nothing(folder, file),
    unknowns: [tooLarge(folder, file)],
    steps: 1,
    isTooLarge: true,
    isOfThisPass: true,
  }
}
