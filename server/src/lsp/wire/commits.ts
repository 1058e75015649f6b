/** What `../protocol.ts` says of commits that are planned or made. Types only. */

import type { CommitPreview, CommitResult, Failure, FileDiff, PushResult } from '../../ports.ts'
import type { PullRequestText } from './requests.ts'

/** `fluxmark.planCommit`. */
export interface CommitPlanAnswer {
  readonly changes: readonly PlannedChange[]
  /** In the order in which they would be made. */
  readonly commits: readonly {
    readonly root: string
    readonly branch?: string
    readonly message: string
    /** Why the message is not that of the template. */
    readonly replaced?: string
    readonly changes: readonly string[]
  }[]
  /** One a branch: all its commits together. No files: the branch holds these values already. */
  readonly previews: readonly {
    readonly root: string
    readonly branch?: string
    readonly isCheckedOut: boolean
    readonly author?: Person
    readonly files: readonly (FileDiff & { readonly uri: string })[]
  }[]
  readonly refusals: readonly BranchFailure[]
  readonly skipped: readonly SkippedValue[]
}

/** A value that is left out of a commit, and why; others are committed. */
export interface SkippedValue {
  /** Relative to the folder. */
  readonly path: string
  readonly code: string
  readonly reason: string
}

/** One value that can be committed. */
export interface PlannedChange {
  /** To name this change in `changes` of another request. */
  readonly id: string
  readonly root: string
  readonly uri: string
  /** Relative to the folder's repository. */
  readonly path: string
  readonly line: number
  readonly policy: string
  /** What the branch holds, where it is to be changed there; else what the text holds. */
  readonly old: string
  readonly new: string
  /** The automation that would make it, its push branch and its author. */
  readonly automation?: string
  readonly pushBranch?: string
  readonly author?: Person
}

export type Person = CommitPreview['author']

/** `fluxmark.updateAndCommit`; null where what was picked has changed, or the editor did not take the edits. */
export interface CommitAnswer {
  /** How many values. */
  readonly changes: number
  /** The changes that the branches hold now, by their ids; what was refused is not among them. */
  readonly done: readonly string[]
  /** The first one's; null where the branch holds the values already. */
  readonly commit: CommitResult | Refused | null
  readonly branches: readonly CommittedBranch[]
  readonly failures: readonly BranchFailure[]
  readonly skipped: readonly SkippedValue[]
}

/** Why nothing came of a branch; without one, of what is checked out. */
export type BranchFailure = Failure & { readonly root: string; readonly branch?: string }

/** A branch that got commits: what can be shown, pushed and undone. */
export interface CommittedBranch {
  readonly root: string
  readonly branch: string
  readonly isCheckedOut: boolean
  /** In the order in which they were made. */
  readonly commits: readonly (CommitResult & { readonly message: string })[]
  /** Where a push would go, where there is such a place. */
  readonly remote?: PushResult
  readonly pullRequest: PullRequestText
}

/** `fluxmark.revertCommit`. */
export interface RevertAnswer {
  readonly reverted: CommittedBranch
}

/** `fluxmark.undoCommit`. */
export interface UndoAnswer {
  readonly undone: true
}

/** What a command about one commit answers where it was refused. */
export interface Refused {
  readonly failure: Failure
}
