import type { HeldNote } from './held-comment.ts'
import type { HoldEdit } from './remember.ts'

/** What is held, or was: a row of what `hold` answers. */
export type Held = Omit<HeldNote, 'was' | 'now'>

/** What a hold or a release would do. Nothing is written yet. */
export interface HoldPlan {
  /** New texts of files. */
  readonly texts: ReadonlyMap<string, string>
  /** In the order of the files and their text. */
  readonly edits: readonly HoldEdit[]
  /** What is held afterwards, or, of a release, what was. */
  readonly held: readonly Held[]
  /** Other policies that it reaches, as `namespace:name`. */
  readonly affects: readonly string[]
  /** What one should know before, in sentences. */
  readonly notes: readonly string[]
}

/** What is to be remembered of a hold, beside what it is about. */
export interface HoldOccasion {
  /** RFC 3339, in UTC. */
  readonly since: string
  readonly reason?: string
}
