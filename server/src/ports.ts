/**
 * What the core needs of the world, as types. `io/` implements them, tests have twins in memory,
 * `main.ts` is the only file that brings both together. A promise rejects with a `Failure`.
 */

/** The one shape of a failure that came from outside. `code` is an API (`E_…`), `message` is prose without secrets. */
export interface Failure {
  readonly code: string
  readonly message: string
}

/** Whose eyes saw a tag list: `anonymous`, or the source of the login, never the login itself. */
export type CredentialSource = string

/** What a registry lists for one image. */
export interface TagList {
  /** Valid tags, in the registry's order, each once. */
  readonly tags: readonly string[]
  /** Entries that are no valid tag and were left out. */
  readonly dropped: number
  readonly pages: number
  readonly credential: CredentialSource
  /** When the registry was asked, in ms since 1970; a list from a cache is older than now. */
  readonly listedAt?: number
  /** Why this list is an old one: the registry failed when it was asked again. */
  readonly stale?: Failure
  /** The host that was asked instead, where the user's settings name a mirror. */
  readonly mirror?: string
  /** What else there is to say: a registry's warning, a source of logins that failed. */
  readonly notes?: readonly string[]
}

/** How far a listing has come. */
export interface TagProgress {
  readonly tags: number
  readonly pages: number
}

export interface TagsOptions {
  /** An older list, in ms, is asked for anew; 0 always is. Ten minutes where absent. */
  readonly maxAge?: number
  /** Called after each page. */
  readonly onProgress?: (progress: TagProgress) => void
}

/** A place to list tags: an image's canonical name and how its ImageRepository wants it reached. */
export interface ImageSource {
  /** `spec.image` as written, for example `ghcr.io/acme/web`. */
  readonly image: string
  /** `spec.insecure`: plain HTTP is allowed. */
  readonly insecure: boolean
}

export interface Registry {
  tags(source: ImageSource, signal: AbortSignal, options?: TagsOptions): Promise<TagList>
  /** The digest of the manifest (the index, for a multi-arch image) that a tag points to: `sha256:…`. */
  digest(source: ImageSource, tag: string, signal: AbortSignal): Promise<string>
}

/** One file that the walk found relevant. */
export interface FoundFile {
  /** Path relative to the root, with `/`. */
  readonly path: string
  readonly text: string
}

export interface Files {
  /** Every relevant file below the root: those that pass the byte screen. */
  list(): Promise<readonly FoundFile[]>
  /** The text of one file, or undefined where there is none. */
  read(path: string): Promise<string | undefined>
  /** Replaces a file's text, whole or not at all. */
  write(path: string, text: string): Promise<void>
}

/** One file of a commit, and how its text changes. Git knows bytes, blobs and trees; what a marker is, it is told by `edit`. */
export interface FileEdit {
  /** Relative to the repository's root, with `/`. */
  readonly path: string
  /**
   * The text with the change in it, or why the change has no place there. Pure and synchronous. It is given the
   * committed text (not the file on disk, whose lines may have shifted), and the staged text too where the user
   * staged something else in that file. A place that already holds the new value stays as it is. Whatever lies
   * outside the changed values (BOM, line ends, all of it) must come back unchanged.
   */
  readonly edit: (text: string) => string | Failure
}

/** What Git is told: which files change how, and the words. */
export interface CommitPlan {
  readonly files: readonly FileEdit[]
  readonly message: string
  /** The author, where it is not the user: an automation's `spec.git.commit.author`. The name may be empty. */
  readonly author?: { readonly name: string; readonly email: string }
  /** Branch to commit on; the one checked out where absent. Made where it does not exist. */
  readonly branch?: string
  /** Branch whose tip becomes the parent. Where absent, `branch` itself if it exists, else the one checked out. */
  readonly base?: string
  /** The user agreed that `branch` loses the commits that `base` lacks. Without it: `E_BRANCH_OVERWRITE`, which lists them. */
  readonly overwrite?: boolean
}

/** A commit that was made; all that `push` and `undo` need, so that a client may carry it. */
export interface CommitResult {
  readonly oid: string
  readonly branch: string
  /** What the user should hear of, in sentences: a hook that changed the commit. Mostly empty. */
  readonly notes: readonly string[]
}

/** Where a branch was pushed. */
export interface PushResult {
  readonly remote: string
  /** The remote's address without user info, for a pull request's page. */
  readonly url: string
  readonly branch: string
  /** The remote's default branch, where it is known. */
  readonly base?: string
}

export interface Git {
  /** The folder that holds the working tree which `path` lies in, or undefined. */
  root(path: string): Promise<string | undefined>
  /**
   * Commits the plan's edits, applied to the committed blobs, and nothing else; files on disk are not touched.
   * Undefined where the branch already holds every new value: no empty commit is made.
   */
  commit(root: string, plan: CommitPlan): Promise<CommitResult | undefined>
  /** Pushes the branch of a commit to where the user's Git would push it. `overwrite` replaces what the remote's branch holds. */
  push(root: string, commit: Pick<CommitResult, 'oid' | 'branch'>, overwrite?: boolean): Promise<PushResult>
  /** Takes back the branch's newest commit, if it is this one and was not pushed. Files on disk are not touched. */
  undo(root: string, commit: Pick<CommitResult, 'oid' | 'branch'>): Promise<void>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}
