/**
 * The wire: what the server and a client of ours say to each other beyond LSP itself (docs/settings.md). Types only,
 * for both sides: the client imports nothing else of the server but the table of commands.
 * Lines count from 1, times are milliseconds, `uri`s are documents, `root`s absolute paths of Git working trees.
 */

import type { CommitChoice as CoreChoice } from '../flux/commit/commit-plans.ts'
import type { FunnelEntry } from '../flux/selection/funnel.ts'
import type { RegistryStatus } from '../ide/hover/registry-status.ts'
import type {
  CommitContent,
  CommitResult,
  CommitState,
  Failure,
  FileDiff,
  PushResult,
  Trial,
} from '../ports.ts'
import type { ForgeToken, ForgeTokenRequest } from './wire/requests.ts'

export type * from './protocol-updates.ts'
export type * from './wire/commits.ts'
export type * from './wire/holds.ts'
export type * from './wire/onboard.ts'
export type * from './wire/playground.ts'
export type * from './wire/promote.ts'
export type * from './wire/requests.ts'
export type * from './wire/simulation.ts'
export type { CommitContent, CommitResult, CommitState, Failure, FileDiff, PushResult, RegistryStatus }

/** `initializationOptions`; what is absent is not granted. */
export interface InitializationOptions {
  /** The user trusts the workspace: registries may be asked, programs run, commits made. */
  readonly trusted?: boolean
  /** Registry hosts that the user has allowed. */
  readonly allowedHosts?: readonly string[]
  /** Hosts at which the user has allowed pull requests. */
  readonly allowedForges?: readonly string[]
}

/** What a client may announce as `true` in `capabilities.experimental`, and then does. */
export interface ExperimentalCapabilities {
  /** In hovers, links run the commands that `hoverCommands` names, and open files. */
  readonly 'fluxmark/commandLinks'?: boolean
  readonly 'fluxmark/http'?: boolean
  readonly 'fluxmark/secret'?: boolean
  readonly serverStatusNotification?: boolean
}

/** `fluxmark/http`, to the client: one exchange that only the editor can make. No redirect is followed. */
export interface EditorHttpRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole exchange. */
  readonly timeout: number
  readonly maxBytes: number
}

/** What came, as far as `maxBytes` and what passes them first; or why nothing came. */
export type EditorHttpResponse =
  | {
      readonly status: number
      /** Names in lower case; a name may come several times. */
      readonly headers: readonly (readonly [string, string])[]
      readonly bodyBase64: string
    }
  /** What the network said, in Node's codes (`ECONNREFUSED`). */
  | { readonly error: { readonly code: string; readonly message: string } }

/** `fluxmark/secret`, to the client: the login for a host, or the hosts for which there is one. */
export type EditorSecretRequest =
  | { readonly host: string }
  | ForgeTokenRequest
  | Readonly<Record<string, never>>

/** A user name and a password or token; the user name `<token>` says that it is an identity token. */
export interface Login {
  readonly username: string
  readonly password: string
}

export type EditorSecretAnswer = Login | ForgeToken | { readonly hosts: readonly string[] } | null

/** `experimental/serverStatus`, to the client. */
export interface ServerStatus extends RegistryStatus {
  readonly quiescent: boolean
  /** Another number whenever `fluxmark.updates` may have another answer. */
  readonly revision: number
}

/** An action of `window/showMessageRequest` that consents to a registry, for the client to remember. */
export interface AllowHostAction {
  readonly title: string
  readonly allowHost: string
}

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
