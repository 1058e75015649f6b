import type { TemporaryRepository } from './repositories/temporary-repository.ts'

/** What comes of a bump: a commit, or a refusal with its code. */
export type Outcome = 'commit' | `E_${string}`

/** A state that a repository can be in, and what the bump's commit does in it. */
export interface State {
  /** As the table of docs/git.md names it. */
  readonly name: string
  /** Puts a repository with one commit into the state. */
  readonly make: (repo: TemporaryRepository) => Promise<Scene | undefined>
  /** By the built-in writer and by the system's Git, on the branch that is checked out. Committed by both where absent. */
  readonly current?: readonly [builtin: Outcome, system: Outcome]
  /** The same for a commit on another branch, `flux-image-updates`, which does not exist where the state does not make it. */
  readonly other?: readonly [builtin: Outcome, system: Outcome]
  /** Made by writing into `.git` by hand, as the oldest Git that the tests run with cannot make it. */
  readonly isByHand?: true
  /** A program that the state needs. */
  readonly needs?: 'gpg' | 'gpgsm' | 'ssh-keygen' | 'root' | 'git 2.45'
}

/** What is special about a state for the test of it. */
export interface Scene {
  /** The working tree to commit in, where it is not the repository's own. */
  readonly root?: string
  /** The file to bump; `apps/web.yaml` where absent. */
  readonly path?: string
  /** How the file's text is encoded on disk; one character a byte where absent. */
  readonly encoding?: 'utf16le'
  /** The same in the commit; as on disk where absent. */
  readonly blobEncoding?: 'latin1'
  /** The file on disk is not there, or has the bump already. */
  readonly isDiskLeftAlone?: boolean
  /** The commit holds what a filter makes of the file on disk. */
  readonly isFiltered?: boolean
  /** The bump was staged before, and is committed afterwards. */
  readonly isBumpStaged?: boolean
  /** Git itself refuses to look at the repository. */
  readonly isUnreadable?: boolean
  /** The commit carries a signature that Git verifies. */
  readonly isSigned?: boolean
}
