import {
  type Connection,
  type DocumentHighlight,
  DocumentHighlightKind,
  type ServerCapabilities,
} from 'vscode-languageserver'
import { definition } from '../../ide/navigate/definition.ts'
import { highlights } from '../../ide/navigate/highlights.ts'
import { implementation } from '../../ide/navigate/implementation.ts'
import { references } from '../../ide/navigate/references.ts'
import { renameSpan } from '../../ide/navigate/rename.ts'
import { toLocations, toRange } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'
import { toDocumentLinks } from './document-links.ts'
import type { Guarded } from './guarded.ts'
import { renameEdit } from './rename.ts'
import { legend, toTokens } from './semantic-tokens.ts'
import { toDocumentSymbols, toWorkspaceSymbols } from './symbols.ts'

/** What `answerNavigation` answers. */
export const navigation: ServerCapabilities = {
  definitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: { label: 'Fluxmark' },
  workspaceSymbolProvider: true,
  documentLinkProvider: {},
  renameProvider: { prepareProvider: true },
  semanticTokensProvider: { legend, full: true },
}

/** What answers need besides the open workspace. */
interface Door {
  readonly guarded: Guarded
  /** Whether the client shows symbols as a tree. */
  readonly canNest: () => boolean
  /** Waits for folders that are being opened: what an editor asks for once, when a document opens, it does not ask for again. */
  readonly opened: () => Promise<void>
}

/** Answers what leads about in the workspace, and renames. */
export function answerNavigation(
  connection: Connection,
  workspaces: Workspaces,
  { guarded, canNest, opened }: Door,
): void {
  connection.onDefinition(
    guarded('definition', ({ textDocument, position }) => {
      const at = workspaces.at(textDocument.uri)
      const found = at && definition(at.snapshot, at.path, at.lines.offsetAt(position))
      return found ? toLocations(at.snapshot, at.workspace.paths, found.places) : null
    }),
  )
  connection.onImplementation(
    guarded('implementation', ({ textDocument, position }) => {
      const at = workspaces.at(textDocument.uri)
      if (at === undefined) return null
      const places = implementation(at.snapshot, at.path, at.lines.offsetAt(position))
      return toLocations(at.snapshot, at.workspace.paths, places)
    }),
  )
  connection.onReferences(
    guarded('references', ({ textDocument, position, context }) => {
      const at = workspaces.at(textDocument.uri)
      if (at === undefined) return null
      const offset = at.lines.offsetAt(position)
      const places = references(at.snapshot, at.path, offset, context.includeDeclaration)
      return toLocations(at.snapshot, at.workspace.paths, places)
    }),
  )
  connection.onDocumentHighlight(
    guarded('document highlight', ({ textDocument, position }) => {
      const at = workspaces.at(textDocument.uri)
      if (at === undefined) return null
      return highlights(at.snapshot, at.path, at.lines.offsetAt(position)).map(
        (span): DocumentHighlight => ({ range: toRange(at.lines, span), kind: DocumentHighlightKind.Text }),
      )
    }),
  )
  connection.onPrepareRename(
    guarded('prepare rename', async ({ textDocument, position }) => {
      await opened()
      const at = workspaces.at(textDocument.uri)
      const span = at && renameSpan(at.snapshot, at.path, at.lines.offsetAt(position))
      return span ? toRange(at.lines, span) : null
    }),
  )
  connection.onRenameRequest(
    guarded('rename', async params => {
      await opened()
      return renameEdit(workspaces, params)
    }),
  )
  connection.onDocumentSymbol(
    guarded('document symbols', async ({ textDocument }) => {
      await opened()
      return toDocumentSymbols(workspaces, textDocument.uri, canNest())
    }),
  )
  connection.onWorkspaceSymbol(
    guarded('workspace symbols', async ({ query }) => {
      await opened()
      return toWorkspaceSymbols(workspaces, query)
    }),
  )
  connection.onDocumentLinks(
    guarded('document links', async ({ textDocument }) => {
      await opened()
      return toDocumentLinks(workspaces, textDocument.uri)
    }),
  )
  connection.languages.semanticTokens.on(
    async params =>
      (await guarded('semantic tokens', async ({ textDocument }: typeof params) => {
        await opened()
        return toTokens(workspaces, textDocument.uri)
      })(params)) ?? { data: [] },
  )
}
