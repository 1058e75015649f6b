import type { Identity } from '../config/identity.ts'
import type { IndexEntry } from '../index/parse-index.ts'
import type { GitObject, NewObject, ObjectFormat } from '../objects/git-object.ts'
import type { Head } from '../refs/read-ref.ts'

/** What a commit needs of a repository; the built-in writer and the system's Git each serve it. */
export interface Store {
  readonly format: ObjectFormat
  head(): Promise<Head>
  /** The ref that a name leads to through symbolic refs, `HEAD` among them; the name itself where it is none. */
  target(name: string): Promise<string>
  /** The object a ref (full name) points to. */
  ref(name: string): Promise<string | undefined>
  /** Every ref below a prefix such as `refs/remotes/`: full name to object. */
  refs(prefix: string): Promise<ReadonlyMap<string, string>>
  /** The other worktree that has a branch (full name) checked out, or is rebasing or bisecting it. */
  checkedOutAt(ref: string): Promise<string | undefined>
  /** Rejects with `E_OBJECT_MISSING`. */
  read(oid: string): Promise<GitObject>
  /** The filters of a path, where they can be run: a blob as they lay it on the disk, and the way back. */
  readonly filters?: Filters
  /** The index as it is, with its entries of some paths. */
  index(paths: readonly string[]): Promise<StagedFiles>
  write(objects: readonly NewObject[]): Promise<void>
  /** Writes objects and a commit, signed where the user's Git signs; gives the commit's name. */
  commit(objects: readonly NewObject[], draft: CommitDraft): Promise<string>
  /** Makes a change visible, or rejects and changes nothing: `E_REF_MOVED` and `E_INDEX_MOVED` ask for another try. */
  publish(change: Change): Promise<void>
  /** Ends what the store runs. */
  close(): void
}

/** What the attributes of a path do to its content (gitattributes(5)). */
export interface Filters {
  /** Undefined where that fails. */
  smudge(path: string, oid: string): Promise<Buffer | undefined>
  clean(path: string, content: Buffer): Promise<Buffer>
}

/** The index at one moment. */
export interface StagedFiles {
  readonly seen: Buffer
  /** Paths as bytes, one a character; what is not there was removed from the index. */
  readonly entries: ReadonlyMap<string, IndexEntry>
  /** A path with an unresolved conflict, if there is any. */
  readonly unmerged?: string
  /** The index with other objects under some of the paths. */
  patch(oids: ReadonlyMap<string, string>): Buffer
}

/** A commit before it has a name. */
export interface CommitDraft {
  readonly tree: string
  readonly parent: string
  readonly author: Identity
  readonly committer: Identity
  readonly message: string
}

/** A branch that moves, and with it the index where the branch is checked out. */
export interface Change {
  /** The ref's full name. */
  readonly ref: string
  readonly oid: string
  /** What the ref must hold until then; undefined where it must not exist. */
  readonly expected: string | undefined
  readonly reflog: ReflogEntry
  /** The index before and after, where `HEAD` is on this ref. */
  readonly index?: { readonly seen: Buffer; readonly patched: Buffer }
}

/** Who moved a ref, and why. */
export interface ReflogEntry {
  readonly committer: Identity
  readonly message: string
}
