import type { ClusterReader, ClusterReconciler, PullRequests } from '../ports.ts'
import type { Session } from '../session.ts'
import type { EditorHttpRequest, EditorSecretRequest } from './protocol.ts'
import type { Settings } from './settings.ts'

/** A folder of the workspace, opened: the session over the repository that holds it. */
export interface Workspace {
  /** The folder as the editor named it. */
  readonly folder: string
  /** Absolute path of the repository's root (the folder itself where there is none): what paths are relative to. */
  readonly root: string
  /** Whether that is a Git repository. */
  readonly isRepository: boolean
  readonly session: Session
  /** Absent without trust. */
  readonly pullRequests?: PullRequests
  /** Clusters, through programs that lie in none of these folders. Absent without trust. */
  readonly cluster?: (outside: readonly string[]) => ClusterAccess
  /** Ends what is under way with registries, and the connections to them. */
  close(): Promise<void>
}

/** How a cluster is read, and asked to look at an object. */
export interface ClusterAccess {
  readonly reader: ClusterReader
  readonly reconciler: ClusterReconciler
}

/** What the user agreed to, and how to ask for more. */
export interface Consent {
  readonly trusted: boolean
  readonly allowedHosts: readonly string[]
  /** Asks whether a host may be contacted for an image. */
  readonly ask: (host: string, image: string) => Promise<boolean>
  /** Asks whether pull requests may be opened at a host. */
  readonly askForge: (host: string) => Promise<boolean>
}

/** What a client does for the server beyond what every client does; each only where it announced that. */
export interface Client {
  /** Writes a line into the client's log. */
  readonly tell?: (line: string) => void
  /** `fluxmark/http`: one exchange through the editor's own fetch. */
  readonly http?: AskClient<EditorHttpRequest>
  /** `fluxmark/secret`: the login for a host from the editor's secret storage, or the hosts that have one. */
  readonly secret?: AskClient<EditorSecretRequest>
  /** Shows something that takes a while, until `done`; `cancel` is called where the user has had enough. */
  readonly progress?: (title: string, cancel: () => void) => ShownProgress
}

/**
 * A request to the client, whose answer is another program's: read it with care. Rejects where it cannot be answered,
 * or the signal says so.
 */
export type AskClient<Request> = (params: Request, signal: AbortSignal) => Promise<unknown>

export interface ShownProgress {
  report(message: string): void
  done(): void
}

/** How a door gets its sessions: `main.ts` knows how to make them of the real world. */
export type OpenWorkspace = (
  folder: string,
  consent: Consent,
  client: Client,
  /** The settings of the moment. */
  settings: () => Settings,
  onChange: () => void,
) => Promise<Workspace>

/** A call of one of the tools for assistants. */
export interface ToolCall {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  /** Whether files may be written and requests sent, where the input has the token of a preview. */
  readonly isTrusted: boolean
  /** The context of a cluster that the user has agreed to. */
  readonly context?: string
  /** Aborted where nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** How a door answers a tool for assistants, from a folder that is open: the JSON of `fluxmark mcp`, errors included. */
export type CallTool = (call: ToolCall, folder: ToolFolder) => Promise<unknown>

/** An open folder, as a tool has it. */
export interface ToolFolder extends Pick<Workspace, 'root' | 'session' | 'pullRequests'> {
  readonly isGit: boolean
  /** Reads the cluster that the user has agreed to, at the server that they have seen. Throws a `Failure` where none may be asked. */
  readonly clusterReader: () => ClusterReader
}
