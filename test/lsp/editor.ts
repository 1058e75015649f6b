import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Client } from './client.ts'

/** Files in a folder of their own, until the test ends; its path. A folder that `repository` names is Git's. */
export function folderWith(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  { isRepository = false }: { readonly isRepository?: boolean } = {},
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-editor-')))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const git = { '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/.keep': '', '.git/refs/.keep': '' }
  for (const [path, text] of Object.entries({ ...files, ...(isRepository ? git : {}) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export interface TextEdit {
  readonly range: { readonly start: Position; readonly end: Position }
  readonly newText: string
}

interface Position {
  readonly line: number
  readonly character: number
}

export interface WorkspaceEdit {
  readonly documentChanges: readonly {
    readonly textDocument: { readonly uri: string; readonly version: number | null }
    readonly edits: readonly TextEdit[]
  }[]
}

/** An editor with a server: folders that come and go, documents that are opened, changed and closed. */
export interface Editor {
  readonly client: Client
  /** The open documents, by URI. */
  readonly documents: ReadonlyMap<string, TextDocument>
  open(uri: string, text: string): void
  /** Changes a document: ranges of its text as LSP has them, or the whole. */
  change(
    uri: string,
    ...changes: readonly ({ readonly text: string } | (TextEdit & { text: string }))[]
  ): void
  close(uri: string): void
  folders(event: { readonly added?: readonly string[]; readonly removed?: readonly string[] }): void
  /** Applies an edit as an editor does: each document's version must be the current one. */
  apply(edit: WorkspaceEdit): void
  hover(uri: string, line: number, character?: number): Promise<string | undefined>
  /** The edit of `source.fixAll`, where there is one. */
  fixAll(uri: string): Promise<WorkspaceEdit | undefined>
}

/** Starts a server over folders. Settings are those of the moment, by section. */
export async function editorWith(
  context: TestContext,
  roots: readonly string[],
  { settings = {} }: { readonly settings?: Readonly<Record<string, unknown>> } = {},
): Promise<Editor> {
  const documents = new Map<string, TextDocument>()
  const client = new Client({
    'client/registerCapability': () => null,
    'workspace/configuration': ({ items }: { items: readonly { section: string }[] }) =>
      items.map(({ section }) => settings[section] ?? null),
    'workspace/applyEdit': ({ edit }: { edit: WorkspaceEdit }) => {
      editor.apply(edit)
      return { applied: true }
    },
  })
  context.after(() => client.end())
  const editor = editorOf(client, documents)
  await client.request('initialize', {
    processId: process.pid,
    workspaceFolders: roots.map(folderOf),
    capabilities: {
      workspace: {
        workspaceFolders: true,
        configuration: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
    },
  })
  client.notify('initialized', {})
  return editor
}

function editorOf(client: Client, documents: Map<string, TextDocument>): Editor {
  const known = (uri: string) => {
    const document = documents.get(uri)
    assert.ok(document, `${uri} is not open`)
    return document
  }
  const change: Editor['change'] = (uri, ...changes) => {
    const document = known(uri)
    const version = document.version + 1
    documents.set(uri, TextDocument.update(document, [...changes], version))
    client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes })
  }
  return {
    client,
    documents,
    change,
    open(uri, text) {
      documents.set(uri, TextDocument.create(uri, 'yaml', 1, text))
      client.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      })
    },
    close(uri) {
      documents.delete(uri)
      client.notify('textDocument/didClose', { textDocument: { uri } })
    },
    folders({ added = [], removed = [] }) {
      client.notify('workspace/didChangeWorkspaceFolders', {
        event: { added: added.map(folderOf), removed: removed.map(folderOf) },
      })
    },
    apply({ documentChanges }) {
      for (const { textDocument, edits } of documentChanges) {
        const document = documents.get(textDocument.uri)
        if (document === undefined) continue
        assert.equal(textDocument.version, document.version, `the version of ${textDocument.uri}`)
        change(textDocument.uri, { text: TextDocument.applyEdits(document, [...edits]) })
      }
    },
    async hover(uri, line, character = 8) {
      const answer = await client.request<{ contents: { value: string } } | null>('textDocument/hover', {
        textDocument: { uri },
        position: { line, character },
      })
      return answer?.contents.value.replaceAll('\\', '')
    },
    async fixAll(uri) {
      const start = { line: 0, character: 0 }
      const actions = await client.request<{ edit?: WorkspaceEdit }[] | null>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start, end: start },
        context: { only: ['source.fixAll'], diagnostics: [] },
      })
      return actions?.[0]?.edit
    },
  }
}

/** The URI of a file in a folder. */
export function uriIn(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href
}

function folderOf(path: string) {
  return { uri: pathToFileURL(path).href, name: path }
}
