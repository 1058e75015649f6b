import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type Position,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { completion } from '../ide/completion/completion.ts'
import { hover } from '../ide/hover/hover.ts'
import { offers } from './client-services.ts'
import { runCommand, serverCommands } from './commands/commands.ts'
import { toHover } from './convert.ts'
import { codeActions, fixAllKind, resolveAction } from './features/code-actions.ts'
import { toCompletionList } from './features/completions.ts'
import { hintRefresh, resolveHint, toCodeLenses, toInlayHints } from './features/hints.ts'
import { answerNavigation, navigation } from './features/navigation.ts'
import { guard, guardNotice, logged, signalOf } from './guard.ts'
import { inTurn } from './in-turn.ts'
import { createLive } from './live/live.ts'
import { log as logTo } from './messages.ts'
import { readSettings, sections } from './settings.ts'
import { watchers } from './watched-files.ts'
import { Workspaces } from './workspaces.ts'
import type { CallTool, OpenWorkspace } from './world.ts'

/** The language server on a connection. One line a request; the thinking is in `ide/`. */
export function serve(
  connection: Connection,
  open: OpenWorkspace,
  callTool: CallTool,
  now: () => number,
): void {
  const documents = new TextDocuments(TextDocument)
  const log = (message: string) => logTo(connection, 'error', message)
  const workspaces = new Workspaces(connection, documents, open, now, () => refresh(workspaces))
  const live = createLive(workspaces)
  /** Folders and settings change one after another: opening a folder takes a while. */
  const turn = inTurn()
  let folders: readonly unknown[] = []
  let canConfigure = false
  let canWatch = false
  let hasSnippets = false
  let hasCommandLinks = false
  let canNestSymbols = false
  let canChangeFolders = false
  let refresh = hintRefresh(connection, {})

  connection.onInitialize((params): InitializeResult => {
    folders = foldersOf(params)
    canConfigure = params.capabilities.workspace?.configuration === true
    canWatch = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    hasSnippets = params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true
    hasCommandLinks = offers(params.capabilities, 'fluxmark/commandLinks')
    canNestSymbols =
      params.capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true
    canChangeFolders = params.capabilities.workspace?.workspaceFolders === true
    refresh = hintRefresh(connection, params.capabilities)
    const isAsked = workspaces.connected(params)
    return {
      serverInfo: { name: 'fluxmark' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        hoverProvider: true,
        ...navigation,
        ...(isAsked && {
          diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
        }),
        inlayHintProvider: { resolveProvider: true },
        codeLensProvider: {},
        completionProvider: { triggerCharacters: ['"', '{', '$', ':', '.'] },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind],
          resolveProvider: true,
        },
        executeCommandProvider: { commands: [...serverCommands] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    }
  })

  /** Those of the moment; where the client fails to say them, those that held before. */
  const settings = async () => {
    if (!canConfigure) return workspaces.settings
    const pull = guard(log, 'settings', () =>
      connection.workspace.getConfiguration(sections.map(section => ({ section }))),
    )
    const pulled: unknown = await pull(undefined)
    return Array.isArray(pulled) ? readSettings(pulled) : workspaces.settings
  }

  connection.onInitialized(
    guardNotice(log, 'initialized', async () => {
      // A client may send its folders in the very next message: nothing may be waited for before we listen.
      if (canChangeFolders)
        connection.workspace.onDidChangeWorkspaceFolders(
          guardNotice(log, 'workspace folders', ({ added, removed }) =>
            turn(async () => {
              workspaces.close(removed.map(({ uri }) => uri))
              await workspaces.open(
                added.map(({ uri }) => uri),
                await settings(),
              )
            }),
          ),
        )
      await turn(async () => {
        if (canConfigure)
          await logged(log, 'registering for settings', async () => {
            await connection.client.register(DidChangeConfigurationNotification.type, {
              section: [...sections],
            })
          })
        if (canWatch)
          await logged(log, 'registering for files', async () => {
            await connection.client.register(DidChangeWatchedFilesNotification.type, watchers)
          })
        await workspaces.open(folders, await settings())
      })
    }),
  )

  connection.onDidChangeConfiguration(
    guardNotice(log, 'configuration', () => turn(async () => workspaces.configure(await settings()))),
  )
  connection.onDidChangeWatchedFiles(
    guardNotice(log, 'watched files', ({ changes }) => turn(() => workspaces.reread(changes))),
  )
  documents.onDidChangeContent(guardNotice(log, 'edit', () => workspaces.changed()))
  documents.onDidClose(guardNotice(log, 'close', ({ document }) => workspaces.closed(document)))

  connection.languages.diagnostics.on(
    async params =>
      (await guard(log, 'diagnostics', ({ textDocument, previousResultId }: typeof params) =>
        workspaces.findings.document(textDocument.uri, previousResultId),
      )(params)) ?? { kind: 'full', items: [] },
  )
  connection.languages.diagnostics.onWorkspace(
    async params =>
      (await guard(log, 'workspace diagnostics', ({ previousResultIds }: typeof params) =>
        workspaces.findings.workspace(new Map(previousResultIds.map(({ uri, value }) => [uri, value]))),
      )(params)) ?? { items: [] },
  )
  const hoverAt = (uri: string, position: Position) => {
    const at = workspaces.at(uri)
    if (at === undefined) return null
    const offset = at.lines.offsetAt(position)
    workspaces.lookAt(at, offset)
    const links = hasCommandLinks ? at.workspace.paths : undefined
    return toHover(at.lines, hover(at.snapshot, at.path, offset, now(), links))
  }
  connection.onHover(guard(log, 'hover', ({ textDocument, position }) => hoverAt(textDocument.uri, position)))
  connection.onCompletion(
    guard(log, 'completion', ({ textDocument, position }) => {
      const at = workspaces.at(textDocument.uri)
      if (at === undefined) return null
      return toCompletionList(
        at.lines,
        completion(at.snapshot, at.path, at.lines.offsetAt(position)),
        hasSnippets,
      )
    }),
  )
  answerNavigation(connection, workspaces, {
    guarded: (name, answer) => guard(log, name, answer),
    canNest: () => canNestSymbols,
    opened: () => turn(async () => {}),
  })
  connection.languages.inlayHint.on(
    guard(log, 'inlay hint', params => toInlayHints(workspaces, params.textDocument.uri, params.range)),
  )
  connection.languages.inlayHint.resolve(
    async hint =>
      (await guard(log, 'resolve', (one: typeof hint) => resolveHint(one, hoverAt))(hint)) ?? hint,
  )
  connection.onCodeLens(guard(log, 'code lens', params => toCodeLenses(workspaces, params.textDocument.uri)))
  connection.onCodeAction(guard(log, 'code action', params => codeActions(workspaces, params)))
  connection.onCodeActionResolve(
    async action => (await guard(log, 'resolve', () => resolveAction(workspaces, action))(action)) ?? action,
  )
  connection.onExecuteCommand(
    guard(log, 'command', async (params, token) => {
      // A folder that is still being read would have nothing to update.
      await turn(async () => {})
      return runCommand(connection, workspaces, live, callTool, params, signalOf(token))
    }),
  )

  documents.listen(connection)
  connection.listen()
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly unknown[] {
  return Array.isArray(workspaceFolders) ? workspaceFolders.map(folder => folder?.uri) : [rootUri]
}
