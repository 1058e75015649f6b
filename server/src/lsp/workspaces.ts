import { fileURLToPath } from 'node:url'
import type { Connection, InitializeParams, MessageActionItem, TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { PolicyRef } from '../flux/markers/setter.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { type CheckFailure, diagnostics } from '../ide/diagnostics.ts'
import { policiesIn } from '../ide/fixes/actions.ts'
import { tagsAt } from '../ide/navigate/tags-at.ts'
import { checkFailures } from './check-failures.ts'
import { clientServices } from './client-services.ts'
import { type Paths, paths, toDiagnostic } from './convert.ts'
import { lookAt } from './features/look-at.ts'
import { createServerStatus } from './server-status.ts'
import { readSettings, type Settings } from './settings.ts'
import type { Client, OpenWorkspace, Workspace } from './world.ts'

/** Keystrokes closer together than this are read as one, in milliseconds. */
const pause = 30

interface Opened extends Workspace {
  readonly paths: Paths
}

/** A document, the folder's snapshot and the file's place in it. */
export interface Located {
  readonly workspace: Opened
  readonly snapshot: Snapshot
  readonly path: string
  readonly text: string
}

/** The editor's folders, each with its session; keeps what is on screen checked and its policies answered. */
export class Workspaces {
  readonly #connection: Connection
  readonly #documents: TextDocuments<TextDocument>
  readonly #open: OpenWorkspace
  readonly #onPublish: () => void
  readonly #checkFailed: (failure: CheckFailure) => void
  readonly #opened = new Map<string, Opened>()
  readonly #edited = new Set<string>()
  /** What the client shows of each open document, as JSON with its version. */
  readonly #shown = new Map<string, string>()
  readonly #answers = new Map<string, Promise<boolean>>()
  /** Policies that a command waits for, though nothing on screen needs them. */
  readonly #asked = new Set<{ readonly workspace: Opened; readonly refs: () => readonly PolicyRef[] }>()
  #settings: Settings = readSettings([])
  readonly #status: ReturnType<typeof createServerStatus>
  readonly #now: () => number
  /** Keys of tags of which the details are being fetched. */
  readonly #looked = new Set<string>()
  #client: Client = {}
  #trusted = false
  #allowedHosts: readonly string[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(
    connection: Connection,
    documents: TextDocuments<TextDocument>,
    open: OpenWorkspace,
    now: () => number,
    onPublish: () => void,
  ) {
    this.#now = now
    this.#onPublish = onPublish
    this.#connection = connection
    this.#checkFailed = checkFailures(connection)
    this.#documents = documents
    this.#open = open
    this.#status = createServerStatus(connection)
    // What is on screen is asked for anew when its tag list is too old.
    const clock = setInterval(() => {
      for (const { session } of this.#opened.values()) session.refresh(this.#settings.maxAge)
    }, 60_000)
    clock.unref()
  }

  /** What a client can do, and what its `initializationOptions` grant: nothing, where they are absent. */
  connected({ capabilities, initializationOptions: options }: InitializeParams): void {
    this.#client = clientServices(this.#connection, capabilities)
    this.#status.announced(capabilities)
    const { trusted, allowedHosts } = (typeof options === 'object' && options !== null ? options : {}) as {
      trusted?: unknown
      allowedHosts?: unknown
    }
    this.#trusted = trusted === true
    this.#allowedHosts = Array.isArray(allowedHosts)
      ? allowedHosts.filter(host => typeof host === 'string')
      : []
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Opens folders by their URIs; those that are open, and those that are not on this machine's disk, are passed over. */
  async open(folders: readonly string[], settings: Settings): Promise<void> {
    this.#settings = settings
    for (const uri of folders) {
      if (this.#opened.has(uri) || !uri.startsWith('file:')) continue
      const consent = {
        trusted: this.#trusted,
        allowedHosts: this.#allowedHosts,
        ask: (host: string, image: string) => this.#ask(host, image),
      }
      const workspace = await this.#open(
        fileURLToPath(uri),
        consent,
        this.#client,
        () => this.#settings,
        () => this.#schedule(),
      )
      this.#opened.set(uri, { ...workspace, paths: paths(workspace.root) })
      for (const document of this.#documents.all()) this.edit(document)
      await workspace.session.load()
      await workspace.session.complete()
    }
  }

  close(folders: readonly string[]): void {
    for (const uri of folders) {
      const workspace = this.#opened.get(uri)
      this.#opened.delete(uri)
      if (workspace) void this.#logged(workspace.close())
    }
    this.#schedule()
  }

  /** Takes new settings. Those that decide what is read and how hosts are reached open the folders anew. */
  async configure(settings: Settings): Promise<void> {
    const fixed = ({ registries, exclude, proxy }: Settings) => JSON.stringify([registries, exclude, proxy])
    const isNew = fixed(settings) !== fixed(this.#settings)
    this.#settings = settings
    if (isNew) {
      const folders = [...this.#opened.keys()]
      this.close(folders)
      return this.open(folders, settings)
    }
    for (const { session } of this.#opened.values()) {
      const { fluxVersion, defaultPolicyNamespace } = settings
      session.rules({ fluxVersion, ...(defaultPolicyNamespace ? { defaultPolicyNamespace } : {}) })
    }
    this.#schedule()
  }

  edit(document: TextDocument): void {
    this.#edited.add(document.uri)
    this.#schedule()
  }

  async closed(document: TextDocument): Promise<void> {
    this.#edited.delete(document.uri)
    this.#shown.delete(document.uri)
    // Before any wait: it may be opened again meanwhile.
    void this.#connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })
    const at = this.#workspaceOf(document.uri)
    await at?.workspace.session.close(at.path)
  }

  async reread(uris: readonly string[]): Promise<void> {
    for (const workspace of this.#opened.values()) {
      const changed = uris.flatMap(uri => workspace.paths.toPath(uri) ?? [])
      if (changed.length > 0) await workspace.session.reread(changed)
    }
  }

  /** A document as of its newest text, or undefined where it is none of this workspace's. */
  at(uri: string): Located | undefined {
    this.#flush()
    const at = this.#workspaceOf(uri)
    const snapshot = at?.workspace.session.snapshot
    const text = at && snapshot?.files.get(at.path)?.text
    return at && snapshot && text !== undefined ? { ...at, snapshot, text } : undefined
  }

  /** Has the details of what is looked at fetched, for the next look; nobody waits for them. */
  lookAt({ workspace, snapshot, path }: Located, offset: number): void {
    void this.#logged(lookAt(workspace.session, tagsAt(snapshot, path, offset), this.#looked, this.#now))
  }

  /** Every folder that is open. */
  all(): readonly Opened[] {
    this.#flush()
    return [...this.#opened.values()]
  }

  /** The versions of the open documents, by path. */
  versions(workspace: Opened): ReadonlyMap<string, number> {
    return new Map(
      this.#documents.all().flatMap(({ uri, version }) => {
        const path = workspace.paths.toPath(uri)
        return path === undefined ? [] : [[path, version] as const]
      }),
    )
  }

  /** Waits until everything is known that these policies need, as far as it can be had. */
  async settle(workspace: Opened, refs: () => readonly PolicyRef[]): Promise<void> {
    const asked = { workspace, refs }
    this.#asked.add(asked)
    await this.#settle(workspace)
    this.#asked.delete(asked)
  }

  #workspaceOf(uri: string): { readonly workspace: Opened; readonly path: string } | undefined {
    const found = [...this.#opened.values()].flatMap(workspace => {
      const path = workspace.paths.toPath(uri)
      return path === undefined ? [] : [{ workspace, path }]
    })
    // Of nested folders the innermost one answers.
    return found.sort((a, b) => b.workspace.folder.length - a.workspace.folder.length)[0]
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#flush()
      // Only now: what the flush itself changed is published below, not once more by a timer of its own.
      this.#timer = undefined
      this.#publish()
    }, pause)
  }

  #flush(): void {
    const uris = [...this.#edited]
    this.#edited.clear()
    for (const uri of uris) {
      const document = this.#documents.get(uri)
      const at = this.#workspaceOf(uri)
      if (document && at) at.workspace.session.edit(at.path, document.getText())
    }
  }

  #publish(): void {
    for (const document of this.#documents.all()) {
      const at = this.at(document.uri)
      if (at === undefined) continue
      const found = diagnostics(at.snapshot, at.path, this.#settings.diagnostics, {
        onFailure: this.#checkFailed,
      })
      const params = {
        uri: document.uri,
        version: document.version,
        diagnostics: found.map(one => toDiagnostic(at.snapshot, at.workspace.paths, one, document.version)),
      }
      // What the client shows already would only make it ask anew for all that hangs on it.
      const shown = JSON.stringify(params)
      if (this.#shown.get(document.uri) === shown) continue
      this.#shown.set(document.uri, shown)
      void this.#connection.sendDiagnostics(params)
    }
    this.#onPublish()
    this.#status.tell([...this.#opened.values()].map(({ session }) => session.snapshot))
    for (const workspace of this.#opened.values()) void this.#settle(workspace)
  }

  #settle(workspace: Opened): Promise<void> {
    const files = this.#documents.all().flatMap(({ uri }) => workspace.paths.toPath(uri) ?? [])
    const scope = () => [...this.#onScreen(workspace), ...this.#askedOf(workspace)]
    return this.#logged(workspace.session.settle(scope, files))
  }

  async #logged(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
  }

  #askedOf(workspace: Opened) {
    return [...this.#asked].flatMap(asked => (asked.workspace === workspace ? asked.refs() : []))
  }

  #onScreen(workspace: Opened) {
    const { snapshot } = workspace.session
    return this.#documents.all().flatMap(({ uri }) => {
      const path = workspace.paths.toPath(uri)
      return path === undefined ? [] : policiesIn(snapshot, path)
    })
  }

  /** Asks once a host; a client that cannot be asked has said no. */
  #ask(host: string, image: string): Promise<boolean> {
    const known = this.#answers.get(host)
    if (known) return known
    // A client of ours keeps the answer under `allowHost` for this workspace; others drop it.
    const allow: MessageActionItem = { title: `Allow ${host}`, allowHost: host }
    const answer = this.#connection.window
      .showInformationMessage(`May Fluxmark ask ${host} for the tags of ${image}?`, allow, {
        title: 'Not now',
      })
      .then(
        chosen => chosen?.title === allow.title,
        () => false,
      )
    this.#answers.set(host, answer)
    return answer
  }
}
