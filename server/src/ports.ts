/**
 * What the core needs of the world, as types. `io/` implements them, tests have twins in memory,
 * `main.ts` is the only file that brings both together. A promise rejects with a `Failure`.
 */

import type { ImageSource, TagDetails, TagList, Trial } from './flux/answer.ts'
import type {
  ClusterObjectName,
  ClusterReading,
  ClusterTarget,
  Reconciled,
} from './flux/cluster/cluster-reading.ts'
import type { CommitPlan, FileEdit } from './flux/commit/commit.ts'
import type {
  FoundPullRequest,
  PullRequestDraft,
  PullRequestPlace,
  PullRequestResult,
} from './flux/commit/pull-request.ts'
import type { Failure } from './flux/failure.ts'
import type { Selection, SelectionRequest } from './flux/selection/selection.ts'

export type {
  Answer,
  CredentialSource,
  ImageSource,
  TagDetails,
  TagList,
  Trial,
} from './flux/answer.ts'
export type { CommitPlan, FileEdit } from './flux/commit/commit.ts'
export type * from './flux/commit/pull-request.ts'
export type { Failure } from './flux/failure.ts'

/** How far a listing has come. */
export interface TagProgress {
  readonly tags: number
  readonly pages: number
}

export interface TagsOptions {
  /** How old, in ms, a list from a cache may be; where absent the registry is asked. */
  readonly maxAge?: number
  /** Called after each page. */
  readonly onProgress?: (progress: TagProgress) => void
  /** Where the registry cannot be reached, an old list will do; it says that it is `stale`. */
  readonly allowStale?: boolean
}

export interface Registry {
  tags(source: ImageSource, signal: AbortSignal, options?: TagsOptions): Promise<TagList>
  /** The digest of the manifest (the index, for a multi-arch image) that a tag points to: `sha256:…`. */
  digest(source: ImageSource, tag: string, signal: AbortSignal): Promise<string>
  /** What nobody needs for selecting, when somebody wants to know. */
  details(source: ImageSource, tag: string, signal: AbortSignal): Promise<TagDetails>
  /** Tries each source of logins, and nobody's name, on the first page of the tags. Rejects where nothing may be asked at all. */
  trials(source: ImageSource, signal: AbortSignal): Promise<readonly Trial[]>
  /** The host that the user would have to be asked about before anything else; undefined where it may be contacted. Asks nobody. */
  hostToAllow(source: ImageSource): Promise<string | undefined>
}

/** One file that the walk found. */
export interface FoundFile {
  /** Path relative to the root, with `/`. */
  readonly path: string
  /** Absent where nothing in the file seems to matter. */
  readonly text?: string
  /** Why what may matter here (a file, or all of a folder) could not be read; the sentence begins with "it". */
  readonly failure?: Failure
}

export interface Files {
  /** Every file below the root, or below a folder of it (nothing, where there is no such folder), with the texts of those that hold one of `tokens`, or of what always matters. */
  list(tokens?: readonly string[], below?: string): Promise<readonly FoundFile[]>
  /** The text of one file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>
  /**
   * Whether there is certainly nothing at a path: no file, no folder, and no reason why one might be there for others
   * (excluded, ignored by Git, behind a link, in another repository, not checked out).
   */
  isAbsent(path: string): Promise<boolean>
  /**
   * Changes a file's text, whole or not at all: `edit` is given what the disk holds now, and is asked again where
   * somebody else writes meanwhile. Gives the new text. Rejects with the failure of `edit`, and then nothing changed.
   * With `isNew` the file is made, and the folders around it; `E_CHANGED` where something is there.
   */
  edit(path: string, edit: FileEdit['edit'], isNew?: boolean): Promise<string>
}

/** A commit that was made; all that `push` and `undo` need, so that a client may carry it. */
export interface CommitResult {
  readonly oid: string
  readonly branch: string
  /** Whether the branch is the one checked out, so that files on disk should hold the new values too. */
  readonly isCheckedOut: boolean
  /** What the user should hear of, in sentences: a hook that changed the commit. Mostly empty. */
  readonly notes: readonly string[]
}

/** Where a commit is that was made some time ago. */
export interface CommitState {
  /** Whether its branch still has it: as the newest one, below others, or not at all. */
  readonly branch: 'newest' | 'older' | 'gone'
  /** Branches of remotes that have it (`origin/main`). */
  readonly remotes: readonly string[]
}

/** Where a branch was pushed, or would be. */
export interface PushResult {
  readonly remote: string
  /** The remote's address without user info, for a pull request's page. */
  readonly url: string
  readonly branch: string
  /** The remote's default branch, where it is known. */
  readonly base?: string
}

/** One file of a commit; a text is absent where the file is. */
export interface FileDiff {
  /** Relative to the repository's root, with `/`. */
  readonly path: string
  readonly before?: string
  readonly after?: string
}

/** What a plan's commit would be. */
export interface CommitPreview {
  readonly branch: string
  readonly isCheckedOut: boolean
  readonly author: { readonly name: string; readonly email: string }
  readonly files: readonly FileDiff[]
}

/** What a commit on a branch would start from. */
export interface CommitBase {
  readonly branch: string
  readonly isCheckedOut: boolean
  /** The address of the user, who would write it. */
  readonly email: string
  /** By path: the committed text in which the edit has its place, or why there is none (`E_NOT_TRACKED`, …). */
  readonly files: ReadonlyMap<string, string | Failure>
}

/** A commit as it was made. */
export interface CommitContent {
  readonly message: string
  /** Against its first parent. */
  readonly files: readonly FileDiff[]
}

/** A commit that others are compared with. */
export interface BaseCommit {
  readonly oid: string
  /** The name that it was found by: `refs/remotes/origin/main`. */
  readonly name: string
}

/** What a branch holds that another one lacks. */
export interface BranchContent {
  /** Of its commits, the newest first. */
  readonly messages: readonly string[]
  /** The addresses of those who wrote its commits, merges aside. */
  readonly authors: readonly string[]
  /** As they are in the branch, and where it parted from the other one. */
  readonly files: readonly FileDiff[]
}

export interface Git {
  /** The folder that holds the working tree which `path` lies in, or undefined. */
  root(path: string): Promise<string | undefined>
  /** What `commit` would do, or its refusal; nothing is written, and no hook and no signing program is run. */
  preview(root: string, plan: CommitPlan): Promise<CommitPreview | undefined>
  /**
   * What the branch holds of a plan's files, file by file: what Git does not know of one says nothing of the others.
   * Rejects where `commit` would be refused whatever the edits are; nothing is written.
   */
  committed(root: string, plan: Omit<CommitPlan, 'message'>): Promise<CommitBase>
  /**
   * The commit that brought a plan's values into their branch, where no remote is known to have it: a push that was
   * refused or killed is completed with it. Undefined where the branch lacks a value, or all is pushed.
   */
  unpushed(root: string, plan: Omit<CommitPlan, 'message'>): Promise<CommitResult | undefined>
  /**
   * Commits the plan's edits, applied to the committed blobs, and nothing else; files on disk are not touched.
   * Undefined where the branch already holds every new value: no empty commit is made.
   */
  commit(root: string, plan: CommitPlan): Promise<CommitResult | undefined>
  /**
   * The newest common ancestor of `head` and the commit that a name means; without a name, of `head` and the branch that
   * work is brought to: what the branch follows, or the remote's default branch. Rejects with `E_REF` where there is no
   * such commit, with `E_NO_MERGE_BASE` where the history ends before.
   */
  base(root: string, name: string | undefined, head: string): Promise<BaseCommit>
  /** The commit that a name means (gitrevisions(7)). Rejects with `E_REF`. */
  resolve(root: string, name: string): Promise<string>
  /**
   * Lends the files of a commit, which nothing can be written to, until `use` has ended. `use` may be called twice: the
   * second time with the user's own Git, where the first could not read an object.
   */
  at<T>(root: string, oid: string, use: (files: Files) => Promise<T>): Promise<T>
  /** What a commit holds. */
  show(root: string, oid: string): Promise<CommitContent>
  /**
   * What a branch (its name, or that of any ref: `refs/remotes/origin/web`) holds that the base at a remote lacks, as far
   * as that was fetched; undefined where there is no such branch or base here.
   */
  ahead(
    root: string,
    branch: string,
    base: Pick<PushResult, 'remote' | 'base'>,
  ): Promise<BranchContent | undefined>
  /** Where `push` would push a branch; nothing is contacted. Rejects with `E_PUSH_NO_REMOTE`. */
  remote(root: string, branch: string): Promise<PushResult>
  /** Pushes the branch of a commit to where the user's Git would push it. `overwrite` replaces what the remote's branch holds. */
  push(root: string, commit: Pick<CommitResult, 'oid' | 'branch'>, overwrite?: boolean): Promise<PushResult>
  /**
   * Brings what a remote holds of branches (their names; with `*` at the end every one that begins so) into the
   * remote-tracking branches, and forgets those of them that are gone there. A shallow clone gets the whole history.
   */
  fetch(root: string, remote: string, branches: readonly string[]): Promise<void>
  /** The branches of a remote whose names begin so, as far as they were fetched. */
  tracked(root: string, remote: string, prefix: string): Promise<readonly string[]>
  /** Deletes a branch at its remote, if it is what was fetched last. */
  remove(root: string, remote: string, branch: string): Promise<void>
  /** Where a commit is by now, as far as the last fetch or push tells; nothing is contacted. */
  state(root: string, commit: Pick<CommitResult, 'oid' | 'branch'>): Promise<CommitState>
  /** Takes back the branch's newest commit, if it is this one and was not pushed. Files on disk are not touched. */
  undo(root: string, commit: Pick<CommitResult, 'oid' | 'branch'>): Promise<void>
}

/** Pull and merge requests, by the interfaces of the forges. Every promise rejects with a `Failure` (docs/pull-requests.md). */
export interface PullRequests {
  /** Whether requests can be opened at what serves this remote. Nothing is contacted. */
  serves(url: string): boolean
  /** The branch that the forge merges into by default. Rejects where requests cannot be opened there at all: what can be told before anything is done. */
  defaultBranch(url: string, signal: AbortSignal): Promise<string>
  /** The newest request of a branch, open or not. */
  find(place: PullRequestPlace, signal: AbortSignal): Promise<FoundPullRequest | undefined>
  /** Opens a request, or updates the one of the branch that is open. */
  open(draft: PullRequestDraft, signal: AbortSignal): Promise<PullRequestResult>
  /** Closes a request without merging it. */
  close(place: Pick<PullRequestPlace, 'url'>, number: number, signal: AbortSignal): Promise<void>
}

/** Which cluster is meant; what is absent is left to kubectl and the user's own kubeconfig. */
export interface ClusterChoice {
  readonly context?: string
  /** Absolute path. */
  readonly kubeconfig?: string
  /** The address that the user has agreed to: any other is refused with `E_CLUSTER_NOT_APPROVED`. */
  readonly server?: string
}

/** A context of a kubeconfig: of the one that is named by its absolute path, else of the user's own. */
export interface KubeconfigTarget extends ClusterTarget {
  readonly kubeconfig?: string
}

/** A cluster, read through the user's own kubectl (docs/cluster.md). Every promise rejects with a `Failure`. */
export interface ClusterReader {
  /** Where requests would go. Runs no program, and contacts nothing. */
  target(choice: ClusterChoice): Promise<ClusterTarget>
  /**
   * Every context of the user's kubeconfig that has a server, the current one first; before them those of another kubeconfig (an
   * absolute path) that are none of them, where it is named and can be read. Runs no program, and contacts nothing.
   */
  targets(kubeconfig?: string): Promise<readonly KubeconfigTarget[]>
  /**
   * Lists what is there of Flux. Where the whole cluster may not be listed, `namespaces` are asked one by one. Rejects
   * where nothing could be had; a kind that failed alone is in the answer.
   */
  read(choice: ClusterChoice, namespaces: readonly string[], signal: AbortSignal): Promise<ClusterReading>
}

/** Asks Flux's controllers to look at an object now, through the user's own kubectl (docs/cluster.md). */
export interface ClusterReconciler {
  /** Sets `reconcile.fluxcd.io/requestedAt`, and waits until it is handled. Rejects with a `Failure`: what is suspended is not asked. */
  reconcile(choice: ClusterChoice, object: ClusterObjectName, signal: AbortSignal): Promise<Reconciled>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

/** The world as a session meets it. Without a registry nothing is asked: offline, or not trusted. */
export interface SessionPorts {
  readonly files: Files
  readonly registry?: Registry
  readonly git?: Git
  readonly clock: Clock
  /** Selects, what may take long away from the thread that serves requests. */
  readonly select?: (request: SelectionRequest) => Promise<Selection> | Selection
  /** How old, in ms, a list from the registry port's cache may be. Absent, every list is asked for. */
  readonly listAge?: number
}
