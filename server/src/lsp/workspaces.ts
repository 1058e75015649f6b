import type { Connection, FileEvent, InitializeParams, TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { PolicyRef } from '../flux/markers/setter.ts'
import type { ShownTag } from '../flux/selection/shown-tags.ts'
import { policiesIn } from '../ide/fixes/actions.ts'
import { tagsAt } from '../ide/navigate/tags-at.ts'
import { lineIndex } from '../text/line-index.ts'
import { type Background, createBackground } from './background.ts'
import { clientServices } from './client-services.ts'
import { type Asked, createAsked } from './commands/asked.ts'
import { createConsent } from './consent.ts'
import { createDiagnosticsDoor, type DiagnosticsDoor } from './diagnostics-door.ts'
import { lookAt } from './features/look-at.ts'
import { createFolders, type Folders, type OpenFolder, pause } from './folders.ts'
import { logged } from './guard.ts'
import type { Located } from './located.ts'
import { log } from './messages.ts'
import { createOpenDocuments, type OpenDocument, type OpenDocuments } from './open-documents.ts'
import { createPublishing, type Publishing } from './publishing.ts'
import { createServerStatus } from './server-status.ts'
import { opensAnew, readSettings, rulesOf, type Settings } from './settings.ts'
import { pathBelow, pathOf } from './uris.ts'
import { readChanges } from './watched-files.ts'
import { createWorkspaceDiagnostics, type WorkspaceDiagnostics } from './workspace-diagnostics.ts'
import type { Client, OpenWorkspace } from './world.ts'

/** What the background wants is found out no more often than this, in milliseconds. */
const lookPause = 200

/** The open workspace: brings folders, documents and what is shown together, and answers where a document belongs. */
export class Workspaces {
  readonly #documents: TextDocuments<TextDocument>
  readonly #folders: Folders
  readonly #open: OpenDocuments
  readonly #door: DiagnosticsDoor
  readonly #publishing: Publishing
  readonly #elsewhere: WorkspaceDiagnostics
  readonly #background: Background = createBackground()
  /** Whether the editor can ask about single edits of many. */
  canReview = false
  /** Whether an edit can make files. */
  canCreate = false
  readonly #consent: ReturnType<typeof createConsent>
  readonly #status: ReturnType<typeof createServerStatus>
  readonly #connection: Connection
  readonly #onPublish: () => void
  readonly #now: () => number
  readonly #log: (message: string) => void
  readonly #asked: Asked = createAsked()
  /** Keys of tags of which the details are being fetched. */
  readonly #looked = new Set<string>()
  #settings: Settings = readSettings([])
  #client: Client = {}
  #timer: NodeJS.Timeout | undefined
  #lookTimer: NodeJS.Timeout | undefined
  /** Whether sessions may hold other texts than the editor. */
  #isStale = false

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
    this.#documents = documents
    this.#log = message => log(connection, 'error', message)
    this.#consent = createConsent(connection)
    this.#status = createServerStatus(connection)
    const changed = () => this.changed()
    this.#folders = createFolders(
      connection,
      folder => open(folder, this.#consent.consent, this.#client, () => this.#settings, changed),
      changed,
    )
    this.#open = createOpenDocuments(documents, this.#folders, this.#log)
    this.#door = createDiagnosticsDoor(connection)
    this.#publishing = createPublishing(
      connection,
      this.#door,
      documents,
      uri => this.at(uri),
      () => this.#settings,
    )
    this.#elsewhere = createWorkspaceDiagnostics({
      folders: () => this.#folders.all(),
      isOwn: (folder, uri) => {
        const path = pathOf(uri) ?? ''
        const isWithin = pathBelow(folder.folder, path) !== undefined
        return isWithin && this.#folders.ownerOf(path) === folder && !this.#open.has(path)
      },
      settings: () => this.#settings,
      show: (uri, found) => this.#door.show({ uri, diagnostics: [...found] }),
      log: this.#log,
    })
    // What is on screen is asked for anew when its tag list is too old.
    const clock = setInterval(() => {
      for (const { session } of this.#folders.all()) session.refresh(this.#settings.maxAge)
    }, 60_000)
    clock.unref()
  }

  /** What a client can do, and what it grants. Whether it asks for diagnostics, in place of being sent them. */
  connected({ capabilities, initializationOptions }: InitializeParams): boolean {
    this.#client = clientServices(this.#connection, capabilities)
    this.canReview = capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined
    this.canCreate = capabilities.workspace?.workspaceEdit?.resourceOperations?.includes('create') === true
    this.#status.announced(capabilities)
    this.#consent.granted(initializationOptions)
    return this.#door.announced(capabilities)
  }

  /** The findings, for a client that asks for them: those of a document are of its newest text. */
  get findings(): DiagnosticsDoor {
    this.#sync()
    this.#publishing.publish()
    return this.#door
  }

  get settings(): Settings {
    return this.#settings
  }

  /** Opens folders by their URIs; those that are open, and those that are not on this machine's disk, are passed over. */
  async open(folders: readonly unknown[], settings: Settings): Promise<void> {
    this.#settings = settings
    await this.#folders.open(folders)
  }

  close(folders: readonly unknown[]): void {
    this.#folders.close(folders)
  }

  /** Takes new settings. Those that decide what is read and how hosts are reached open the folders anew. */
  async configure(settings: Settings): Promise<void> {
    const isNew = opensAnew(this.#settings, settings)
    this.#settings = settings
    if (isNew) return this.#folders.reopen()
    for (const { session } of this.#folders.all()) {
      session.rules(rulesOf(settings))
    }
    this.changed()
  }

  /** A document was closed. */
  closed({ uri }: TextDocument): void {
    this.#publishing.closed(uri)
    this.#elsewhere.forget(uri)
    this.changed()
  }

  /** Files and folders changed on disk. */
  async reread(changes: readonly FileEvent[]): Promise<void> {
    for (const folder of this.#folders.all())
      await logged(this.#log, 'watched files', () => readChanges(folder, changes))
  }

  /** A document as of its newest text, or undefined where it is none of this workspace's. */
  at(uri: string): Located | undefined {
    this.#sync()
    const absolute = pathOf(uri)
    const workspace = absolute === undefined ? undefined : this.#folders.ownerOf(absolute)
    const path = workspace && pathBelow(workspace.root, absolute ?? '')
    if (workspace === undefined || path === undefined) return undefined
    const { snapshot } = workspace.session
    const text = snapshot.files.get(path)?.text
    // Another document may stand for the same file: nothing is answered about a text that is not this one.
    const document = this.#documents.get(uri)
    if (text === undefined || (document && document.getText() !== text)) return undefined
    return { workspace, snapshot, path, text, lines: lineIndex(text) }
  }

  /** Has the details of what is looked at fetched, for the next look; nobody waits for them. */
  lookAt({ workspace, snapshot, path }: Located, offset: number): void {
    void this.lookAtTags(workspace, tagsAt(snapshot, path, offset))
  }

  /** The same for tags by name. */
  lookAtTags({ session }: OpenFolder, tags: readonly ShownTag[]): Promise<void> {
    return logged(this.#log, 'details', () => lookAt(session, tags, this.#looked, this.#now))
  }

  /** In ms since 1970. */
  now(): number {
    return this.#now()
  }

  /** Somebody wants to see all of the workspace: from now on what its markers need is asked for without a question. */
  wantAll(): void {
    this.#background.want()
    this.changed()
  }

  /** The hosts that wait for the user's consent, by canonical image name. */
  waiting(folder: OpenFolder): ReadonlyMap<string, string> {
    return this.#background.waiting(folder)
  }

  /** The user allows a host: what failed for want of that is asked again. */
  allow(host: string): void {
    this.#consent.allow(host)
    for (const { session } of this.#folders.all()) {
      const refused = [...session.snapshot.scans].flatMap(([key, answer]) =>
        'failure' in answer && answer.failure.code === 'E_HOST_NOT_APPROVED'
          ? [[key, undefined] as const]
          : [],
      )
      session.answer({ scans: refused })
    }
    this.changed()
  }

  /** Every folder that is open. */
  all(): readonly OpenFolder[] {
    this.#sync()
    return this.#folders.all()
  }

  /** The open documents below a folder's repository, by path, as the editor holds them now. */
  versions(workspace: OpenFolder): ReadonlyMap<string, OpenDocument> {
    return this.#open.in(workspace)
  }

  /**
   * Waits until everything is known that these policies need, as far as it can be had, or until the signal says that
   * nobody waits any more: then what nobody else needs is given up.
   */
  async settle(workspace: OpenFolder, refs: () => readonly PolicyRef[], signal?: AbortSignal): Promise<void> {
    const isKnown = await this.#asked.during(workspace, refs, () => this.#settle(workspace), signal)
    if (!isKnown) workspace.session.cancel(this.#scopeOf(workspace))
  }

  /** A document, a folder, a setting or an answer changed: what is shown follows after a pause. */
  changed(): void {
    this.#isStale = true
    this.#timer ??= setTimeout(() => {
      void logged(this.#log, 'publishing', () => {
        try {
          this.#sync()
        } finally {
          // Only now: what the sync itself changed is published below, not once more by a timer of its own.
          this.#timer = undefined
        }
        this.#publish()
      })
    }, pause)
  }

  #sync(): void {
    if (!this.#isStale) return
    this.#open.sync()
    // What this itself changed needs no other look.
    this.#isStale = false
  }

  #publish(): void {
    this.#publishing.publish()
    this.#elsewhere.changed()
    this.#onPublish()
    const folders = this.#folders.all()
    this.#status.tell(
      folders.map(({ session }) => session.snapshot),
      folders.map(folder => this.#background.waiting(folder)),
    )
    for (const folder of folders) void this.#settle(folder)
    this.#lookTimer ??= setTimeout(() => {
      this.#lookTimer = undefined
      for (const folder of this.#folders.all())
        void logged(this.#log, 'asking registries', async () => {
          if (await this.#background.look(folder)) this.changed()
        })
    }, lookPause)
  }

  #settle(workspace: OpenFolder): Promise<void> {
    const files = this.#documents.all().flatMap(({ uri }) => workspace.paths.toPath(uri) ?? [])
    const scope = this.#scopeOf(workspace)
    return logged(this.#log, 'asking registries', () => workspace.session.settle(scope, files))
  }

  /** The policies that somebody needs now. */
  #scopeOf(workspace: OpenFolder): () => readonly PolicyRef[] {
    return () => [
      ...this.#onScreen(workspace),
      ...this.#asked.of(workspace),
      ...this.#background.refs(workspace),
    ]
  }

  #onScreen(workspace: OpenFolder) {
    const { snapshot } = workspace.session
    return this.#documents.all().flatMap(({ uri }) => {
      const path = workspace.paths.toPath(uri)
      return path === undefined ? [] : policiesIn(snapshot, path)
    })
  }
}
