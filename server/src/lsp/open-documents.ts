import type { TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type Folders, type OpenFolder, ownerOf } from './folders.ts'
import { logged } from './guard.ts'
import { pathBelow, pathOf } from './uris.ts'

/** A document of the editor: its text at a version. */
export interface OpenDocument {
  /** As the client writes it. */
  readonly uri: string
  readonly version: number
  readonly text: string
}

/** The editor's documents, and the sessions that must know their texts. */
export interface OpenDocuments {
  /** Has every session know the text of every open document that is its own, or that it has read. */
  sync(): void
  /** The open documents below a folder's repository, by path. */
  in(folder: OpenFolder): ReadonlyMap<string, OpenDocument>
  /** Whether a document is open for a file (its absolute path), by whatever URI. */
  has(absolute: string): boolean
}

/**
 * Nothing is kept in step event by event: each time, what the sessions hold is compared with what the editor holds, so
 * that it does not matter in which order folders and documents came and went.
 */
export function createOpenDocuments(
  documents: TextDocuments<TextDocument>,
  folders: Folders,
  log: (message: string) => void,
): OpenDocuments {
  /** The paths of which a session has the editor's text. */
  const given = new Map<OpenFolder, ReadonlySet<string>>()

  /** One document a path: of two URIs for one file the first counts. */
  function byPath(): ReadonlyMap<string, TextDocument> {
    const found = new Map<string, TextDocument>()
    for (const document of documents.all()) {
      const path = pathOf(document.uri)
      if (path !== undefined && !found.has(path)) found.set(path, document)
    }
    return found
  }

  function syncFolder(folder: OpenFolder, open: ReadonlyMap<string, TextDocument>): void {
    const { session } = folder
    const before = given.get(folder) ?? new Set()
    const now = new Set<string>()
    for (const [absolute, document] of open) {
      const path = pathBelow(folder.root, absolute)
      if (path === undefined) continue
      const { files, unread } = session.snapshot
      const isOwn = ownerOf(folders.all(), absolute) === folder
      if (!isOwn && !files.has(path) && !unread.has(path)) continue
      now.add(path)
      const text = document.getText()
      if (before.has(path) && files.get(path)?.text === text) continue
      void logged(log, `reading ${document.uri}`, () => session.edit(path, text))
    }
    given.set(folder, now)
    for (const path of before)
      if (!now.has(path)) void logged(log, `closing ${path}`, () => session.close(path))
  }

  return {
    sync() {
      const open = byPath()
      const all = folders.all()
      for (const folder of all) syncFolder(folder, open)
      for (const folder of given.keys()) if (!all.includes(folder)) given.delete(folder)
    },
    has: absolute => documents.all().some(({ uri }) => pathOf(uri) === absolute),
    in: folder =>
      new Map(
        [...byPath()].flatMap(([absolute, document]) => {
          const path = pathBelow(folder.root, absolute)
          const { uri, version } = document
          return path === undefined ? [] : [[path, { uri, version, text: document.getText() }] as const]
        }),
      ),
  }
}
