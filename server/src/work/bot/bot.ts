import type { Change } from '../../flux/automation/changes.ts'
import type { Skipped } from '../../flux/chain/update.ts'
import type { RequestUnit } from '../../flux/commit/request-groups.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import type { Failure } from '../../ports.ts'
import type { RequestOptions } from '../open-request.ts'

/** What a run that keeps pull requests up to date is to do. */
export interface BotOptions {
  /** What a request is made for. */
  readonly per: RequestUnit
  /** Where the names of its branches begin: `fluxmark/`. */
  readonly prefix: string
  /** How many requests may be open at a time; any number where absent. */
  readonly max?: number
  /** The commit's message in place of the automation's. */
  readonly message?: string
  readonly request: RequestOptions
  /** Whether this run speaks for a value, so that it may close a request that brings it. */
  readonly covers: (value: { readonly path: string; readonly policy: PolicyRef }) => boolean
  /** Nothing is contacted or written: what is told follows from what was fetched last. */
  readonly isDry: boolean
  /** Called with a sentence that the user should hear before it is done. */
  readonly tell: (sentence: string) => void
}

/** What became of a request; in a dry run, what would. */
export type BotAction =
  | 'opened'
  | 'updated'
  /** It is open, and its branch holds these values already. */
  | 'kept'
  /** Nothing is left of what it asked for. */
  | 'closed'
  /** More are open than there may be. */
  | 'waiting'
  /** It is in the hands of people. */
  | 'left'
  /** The branch is pushed; the forge has a page to open the request on. */
  | 'page'
  | 'failed'

/** One request of a run. */
export interface BotRequest {
  /** Absolute path of the repository. */
  readonly root: string
  /** What it is for, as people call it. */
  readonly group: string
  readonly branch: string
  readonly base: string
  readonly isMajor: boolean
  readonly title: string
  readonly body: string
  readonly changes: readonly Change[]
  readonly action: BotAction
  /** Why nothing was done. */
  readonly why?: { readonly code: string; readonly reason: string }
  readonly failure?: Failure
  readonly commit?: BotCommit
  readonly pullRequest?: { readonly url: string; readonly number: number; readonly created: boolean }
  readonly page?: string
  /** What the forge did not do, in sentences. */
  readonly notes?: readonly string[]
}

/** The commit of a request that was made now. */
export interface BotCommit {
  readonly oid: string
  readonly message: string
  readonly isPushed: boolean
}

/** What a run did. */
export interface BotDone {
  readonly requests: readonly BotRequest[]
  readonly skipped: readonly Skipped[]
  readonly failures: readonly Failure[]
}
