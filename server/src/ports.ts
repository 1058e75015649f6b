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
}

/** A place to list tags: an image's canonical name and how its ImageRepository wants it reached. */
export interface ImageSource {
  /** `spec.image` as written, for example `ghcr.io/acme/web`. */
  readonly image: string
  /** `spec.insecure`: plain HTTP is allowed. */
  readonly insecure: boolean
}

export interface Registry {
  tags(source: ImageSource, signal: AbortSignal): Promise<TagList>
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

/** Replace `old` at a place in the committed blob by `new`. `line` is 0-based. */
export interface BlobEdit {
  readonly line: number
  /** The whole marked scalar as it stands in the file, quotes included. */
  readonly old: string
  readonly new: string
}

/** What Git is told: which places of which files, and the words. */
export interface CommitPlan {
  readonly files: readonly { readonly path: string; readonly edits: readonly BlobEdit[] }[]
  readonly message: string
  /** The author, where it is not the user: an automation's `spec.git.commit.author`. */
  readonly author?: { readonly name: string; readonly email: string }
  /** Branch to commit on; the one checked out where absent. */
  readonly branch?: string
}

export interface CommitResult {
  readonly oid: string
  readonly branch: string
}

export interface Git {
  /** The folder that holds the working tree which `path` lies in, or undefined. */
  root(path: string): Promise<string | undefined>
  /** Commits the plan's edits, applied to the committed blobs, and nothing else. */
  commit(root: string, plan: CommitPlan): Promise<CommitResult>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}
