import type { GitObject, NewObject, ObjectFormat } from './git-object.ts'
import type { Change } from './publish.ts'
import type { Head } from './read-ref.ts'

/** What a commit needs of a repository; the built-in writer and the system's Git each serve it. */
export interface Store {
  readonly format: ObjectFormat
  head(): Promise<Head>
  /** The object a ref (full name) points to. */
  ref(name: string): Promise<string | undefined>
  /** Rejects with `E_OBJECT_MISSING`. */
  read(oid: string): Promise<GitObject>
  /** The index as it is, with its entries of some paths. */
  index(paths: readonly string[]): Promise<StagedFiles>
  write(objects: readonly NewObject[]): Promise<void>
  /** The commit object of a tree, signed where the user's Git signs. */
  commit(draft: CommitDraft): Promise<NewObject>
  /** See `publish`. */
  publish(change: Change): Promise<void>
  /** Lets go of what the store holds (processes). */
  close(): void
}

export interface StagedFiles {
  readonly seen: Buffer
  /** Paths as bytes, one a character; what is not there was removed from the index. */
  readonly entries: ReadonlyMap<
    string,
    { readonly mode: number; readonly oid: string; readonly isIntentToAdd: boolean }
  >
  /** A path with an unresolved conflict, if there is any. */
  readonly unmerged?: string
  /** The index with other objects under some of the paths. */
  patch(oids: ReadonlyMap<string, string>): Promise<Buffer>
}

/** A commit before it has a name. Signatures as `identity` writes them. */
export interface CommitDraft {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: string
  readonly committer: string
  readonly message: string
}
