/** What the server answers about commits; docs/settings.md lists its commands. */

export interface Failure {
  readonly code: string
  readonly message: string
}

export interface Person {
  readonly name: string
  readonly email: string
}

/** One value that can be committed. */
export interface PlannedChange {
  readonly id: string
  readonly root: string
  readonly uri: string
  readonly path: string
  readonly line: number
  readonly policy: string
  readonly old: string
  readonly new: string
  readonly automation?: string
  readonly pushBranch?: string
  readonly author?: Person
}

export interface FileDiff {
  readonly path: string
  readonly before?: string
  readonly after?: string
}

/** `fluxmark.planCommit`. */
export interface CommitPlan {
  readonly changes: readonly PlannedChange[]
  readonly commits: readonly { readonly branch?: string; readonly message: string }[]
  /** One a branch. */
  readonly previews: readonly {
    readonly root: string
    readonly branch?: string
    readonly isCheckedOut: boolean
    readonly author?: Person
    readonly files: readonly FileDiff[]
  }[]
  readonly refusals: readonly (Failure & { readonly branch?: string })[]
}

/** A branch that got commits. */
export interface CommittedBranch {
  readonly root: string
  readonly branch: string
  readonly isCheckedOut: boolean
  readonly commits: readonly { readonly oid: string; readonly notes: readonly string[] }[]
  readonly remote?: { readonly remote: string; readonly url: string }
  readonly pullRequest: {
    readonly title: string
    readonly body: string
    readonly base?: string
    readonly hasPage: boolean
  }
}

/** `fluxmark.updateAndCommit`. */
export interface CommitAnswer {
  readonly changes: number
  readonly branches: readonly CommittedBranch[]
  readonly failures: readonly (Failure & { readonly branch?: string })[]
}

/** `fluxmark.showCommit`. */
export interface CommitContent {
  readonly message: string
  readonly files: readonly FileDiff[]
}

/** `fluxmark.push`. */
export interface Pushed {
  readonly remote: string
  readonly branch: string
  readonly pullRequest?: string
}

/** What a command about one commit answers where it was refused. */
export interface Refused {
  readonly failure: Failure
}
