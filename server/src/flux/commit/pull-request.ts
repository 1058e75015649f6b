/** A branch of a repository at a forge. */
export interface PullRequestPlace {
  /** The remote's address, in any form that Git takes. */
  readonly url: string
  readonly branch: string
}

/** What a pull or merge request is to say. */
export interface PullRequestDraft extends PullRequestPlace {
  /** Branch to merge into. */
  readonly base: string
  readonly title: string
  /** Markdown of the forge's. */
  readonly body: string
  /** Names; those that are there already stay. */
  readonly labels: readonly string[]
  /** User names, `organisation/team` for a team at GitHub; asked for once, when the request is opened. */
  readonly reviewers: readonly string[]
}

/** A request as the forge has it. */
export interface FoundPullRequest {
  readonly number: number
  /** Its page. */
  readonly url: string
  readonly state: 'open' | 'closed' | 'merged'
  readonly title: string
  readonly body: string
}

/** A request that was opened, or brought up to date. */
export interface PullRequestResult {
  readonly url: string
  readonly number: number
  /** False where an open one of the branch was updated. */
  readonly created: boolean
  /** What the forge did not do, in sentences: a label that is not there, a reviewer that it does not know. Mostly empty. */
  readonly notes: readonly string[]
}
