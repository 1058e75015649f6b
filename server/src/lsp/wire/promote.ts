/** What `../protocol.ts` says of promotions. Types only. */

import type { CommitAnswer, CommitPlanAnswer, SkippedValue } from './commits.ts'

/** `fluxmark.promote`; null where there is no such environment, or the editor did not take the edit. */
export interface PromoteAnswer {
  /** How many values. */
  readonly changes: number
  /** Values that an automation would write back, each with its reason. */
  readonly takenBack: readonly SkippedValue[]
  readonly skipped: readonly SkippedValue[]
  /** With `commit`. */
  readonly committed?: CommitAnswer
}

/** `fluxmark.planPromotion`: what a promotion that is committed would do. */
export interface PromotionPlanAnswer extends CommitPlanAnswer {
  /** Values that an automation would write back, each with its reason. */
  readonly takenBack: readonly SkippedValue[]
}

/** Why there is no promotion, in a sentence. */
export interface Problem {
  readonly problem: string
}

/** `fluxmark.environments`: the names, and the versions as a page of plain text. */
export interface EnvironmentsAnswer {
  readonly environments: readonly string[]
  readonly text: string
}
