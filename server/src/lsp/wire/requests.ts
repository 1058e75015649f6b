/** What `protocol.ts` says of pull requests. Types only. */

import type { Failure, PullRequestResult, PushResult } from '../../ports.ts'

/** `fluxmark/secret`, to the client: the token for a forge (`github`, `gitlab`, `gitea`), of its session or of the secret storage. */
export interface ForgeTokenRequest {
  readonly forge: string
  readonly host: string
}

/** Its answer, or null; `source` says where the token comes from, in words. */
export interface ForgeToken {
  readonly source: string
  readonly token: string
}

/** An action of `window/showMessageRequest` that consents to pull requests at a host, for the client to remember. */
export interface AllowForgeAction {
  readonly title: string
  readonly allowForge: string
}

/** What a pull request of a branch says. */
export interface PullRequestText {
  readonly title: string
  readonly body: string
  /** The branch to merge into, where the automation or the remote names it. */
  readonly base?: string
  /** Whether there is a page to open it on. */
  readonly hasPage: boolean
}

/** `fluxmark.push`; `pullRequest` is the address of the page to open one on. The others are there where `request` was true. */
export type PushAnswer = PushResult & {
  readonly pullRequest?: string
  /** What was opened or updated. */
  readonly request?: PullRequestResult
  /** Why nothing was opened: there is nothing to ask for, in a sentence. */
  readonly nothing?: string
  /** The branch is pushed, and its request was refused. */
  readonly refusal?: Failure & { readonly host: string }
}
