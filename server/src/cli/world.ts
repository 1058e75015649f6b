import type { Forge } from '../flux/commit/forge.ts'
import type { Profile } from '../flux/project/project-settings.ts'
import type { ClusterReader, PullRequests, Registry, SessionPorts } from '../ports.ts'
import type { Session } from '../session.ts'
import type { Printed } from './printed.ts'

/** A repository as the command line opens it. */
export interface Repository {
  /** Absolute path: what paths are relative to. */
  readonly root: string
  readonly isGit: boolean
  readonly session: Session
  /** Where `--pull-request` was asked for. */
  readonly pullRequests?: PullRequests
}

export interface RepositoryOptions {
  /** Absolute path of a file or folder; the repository that holds it is opened. */
  readonly at: string
  /** Make no request: `--offline`, or answers come from a tags file. */
  readonly offline: boolean
  readonly allowedHosts: readonly string[]
  readonly insecureHosts: readonly string[]
  readonly fluxVersion: string
  /** `--verbose`: every request is logged on standard error. */
  readonly verbose: boolean
  /** `--pull-request`: requests may be opened at the forge that the remote names, and what serves which host (`--forge`). */
  readonly forges?: Readonly<Record<string, Forge>>
  /** `--default-namespace`. */
  readonly defaultPolicyNamespace?: string
  /** `--profile`. */
  readonly profile?: Profile
  /** Told how far lists of tags are, in place of the terminal. */
  readonly progress?: World['progress']
  /** Stands between the session and the world. */
  readonly around?: (ports: SessionPorts) => SessionPorts
}

/** Bytes by name in a folder of the user's own, where what others could have written is not read. Neither ever rejects. */
export interface KeptRuns {
  readonly read: (name: string) => Promise<Uint8Array | undefined>
  readonly write: (name: string, bytes: Uint8Array) => Promise<void>
  /** Names this very build of the program, and what runs it. */
  readonly program: string
}

/** What whoever starts the server for assistants allows; nothing that an assistant says changes it. */
export interface McpOptions {
  /** `write`: files and commits; `push`: pushes and pull requests. */
  readonly allow: ReadonlySet<string>
  /** Options that each verb is given: `--allow-host=HOST`, `--offline`, … */
  readonly common: readonly string[]
  /** `HOST=KIND`, for pull requests. */
  readonly forges: readonly string[]
  readonly allowedHosts: readonly string[]
  readonly insecureHosts: readonly string[]
  /** Contexts of the kubeconfig that may be asked. */
  readonly allowedContexts: readonly string[]
  /** Absolute path of the file of `--tags`, which may be outside the roots. */
  readonly tagsFile?: string
  /** What a diagnostic means; undefined where there is none of that code. */
  readonly describe: (code: string) => Readonly<Record<string, unknown>> | undefined
  /** Every code of a diagnostic. */
  readonly codes: readonly string[]
}

/** What the command line needs of the world; `main.ts` gives it. */
export interface World {
  readonly cwd: string
  readonly openRepository: (options: RepositoryOptions) => Promise<Repository>
  /**
   * Lends a session with the files of a commit (its name as in gitrevisions(7), or an object's) until `use` has ended.
   * `use` may be called twice, see `Git.at`.
   */
  readonly atCommit: <T>(
    root: string,
    commit: string,
    options: RepositoryOptions,
    use: (session: Session) => Promise<T>,
  ) => Promise<T>
  readonly openRegistry: (options: Omit<RepositoryOptions, 'at'>) => Registry | undefined
  /** What reads clusters, for a repository whose own programs are never run. */
  readonly clusterReader: (root: string) => ClusterReader
  /** What serves hosts, as far as the environment tells (a CI system names its own). */
  readonly forges: Readonly<Record<string, Forge>>
  readonly exists: (path: string) => Promise<boolean>
  /** An absolute path with its names as the disk has them, where the disk does not tell capitals from small letters. */
  readonly asOnDisk: (path: string) => string
  readonly readText: (path: string) => Promise<string | undefined>
  readonly writeText: (path: string, text: string) => Promise<void>
  /** Starts the server for assistants on standard input and output; it goes on until its client ends it. */
  readonly serveMcp: (options: McpOptions) => Promise<void>
  /**
   * What was said by earlier runs in the repository that holds a path (absolute); undefined where nothing is kept: where the
   * user's folder for that lies in the repository, or the program is not the built one. Absent for assistants.
   */
  readonly keptRuns?: (at: string) => Promise<KeptRuns | undefined>
  readonly now: () => number
  readonly out: (text: Printed) => void
  readonly err: (text: Printed) => void
  /** Whether a person may read standard output as it comes. */
  readonly isTerminal: boolean
  /** Whether colours are printed on standard output. */
  readonly hasColour: boolean
  /** How many columns standard output shows; absent where lines may be of any length. */
  readonly columns?: number
  /** Says on standard error how far long work is; `done` ends it, before anything else is printed. */
  readonly progress: { report(message: string): void; done(): void }
  /** Asks a person at the terminal a question that yes or no answers; absent where nobody is there. */
  readonly confirm?: (question: string) => Promise<boolean>
}
