/**
 * The wire: what the server and a client of ours say to each other beyond LSP itself (docs/settings.md). Types only,
 * for both sides: the client imports nothing else of the server but the table of commands.
 * Lines count from 1, times are milliseconds, `uri`s are documents, `root`s absolute paths of Git working trees.
 */

import type { CommitChoice as CoreChoice } from '../flux/commit/commit-plans.ts'
import type { FunnelEntry } from '../flux/selection/funnel.ts'
import type {
  CommitContent,
  CommitResult,
  CommitState,
  Failure,
  FileDiff,
  PushResult,
  Trial,
} from '../ports.ts'

export type { RegistryStatus } from '../ide/hover/registry-status.ts'
export type * from './protocol-updates.ts'
export type * from './wire/client.ts'
export type * from './wire/commits.ts'
export type * from './wire/holds.ts'
export type * from './wire/live.ts'
export type * from './wire/onboard.ts'
export type * from './wire/playground.ts'
export type * from './wire/promote.ts'
export type * from './wire/requests.ts'
export type * from './wire/simulation.ts'
export type { CommitContent, CommitResult, CommitState, Failure, FileDiff, PushResult }

/** Which markers a command is about; empty: all. `line` counts only with a `uri`. */
export interface MarkerTarget {
  /** `namespace:name`. */
  readonly policy?: string
  readonly uri?: string
  readonly line?: number
  /** Of the changes only these, by the `id` of a plan. */
  readonly changes?: readonly string[]
}

/** What may be chosen of commits, beside the markers. */
export type CommitChoice = Omit<CoreChoice, 'template'>

/** The argument of `fluxmark.updateAndCommit` and `fluxmark.planCommit`. */
export interface CommitArgument extends MarkerTarget, CommitChoice, Silent {}

/** The argument of the commands about one commit: it names one that an answer has named. */
export interface OneCommitArgument extends Silent {
  readonly root: string
  readonly oid: string
  readonly branch: string
}

/** The argument of `fluxmark.push`. */
export interface PushArgument extends OneCommitArgument {
  /** The remote's branch may be replaced, if it is what was fetched last. */
  readonly overwrite?: boolean
  /** Open a pull request of the branch, or update the one that is open. */
  readonly request?: boolean
  /** The pull request's. */
  readonly base?: string
  readonly title?: string
  readonly body?: string
}

interface Silent {
  /** The client reports the outcome itself. */
  readonly silent?: boolean
}

/** `fluxmark.update`; null where the editor did not take the edit. */
export interface UpdateAnswer {
  /** How many values. */
  readonly changes: number
  readonly files?: number
  /** How many of them the editor asked about, so that not all need be written. */
  readonly risky?: number
  /** The user discarded them. */
  readonly cancelled?: boolean
}

/** The `failureReason` of a client whose user looked at an edit and did not want it: no failure that is told. */
export type Discarded = 'discarded'

/** `fluxmark.explain`: the command line's JSON, and the same as Markdown. */
export interface ExplainAnswer {
  readonly target: string
  readonly links: readonly {
    readonly name: string
    /** Null where the files, or the network, do not tell. */
    readonly ok: boolean | null
    readonly detail: string
    /** Relative to the repository. */
    readonly file?: string
    readonly uri?: string
    readonly line?: number
    /** What to do about it. */
    readonly remedy?: string
    /** The diagnostic that reports the same. */
    readonly code?: string
  }[]
  /** For a policy whose tags are known: what became of each. */
  readonly funnel?: readonly FunnelEntry[]
  readonly markdown: string
}

/** One of the answer of `fluxmark.repositories`. */
export interface RepositoryAnswer {
  /** `namespace:name` of the ImageRepository. */
  readonly name: string
  readonly host: string
  readonly image: string
  /** Whether the line that was given is about it. */
  readonly isHere: boolean
}

/** `fluxmark.testRepository`; null where nothing was tested. `text` is the outcome as a page of plain text. */
export type TestAnswer = {
  readonly name: string
  readonly host: string
  readonly image: string
  readonly text: string
} & ({ readonly trials: readonly Trial[] } | { readonly error: Failure })
