import { TextDocument } from 'vscode-languageserver-textdocument'
import { documentOf, type Message } from './message.ts'

/** The documents that the editor has open, as they is known again. */
export interface OpenDocuments {
  /** Takes note of didOpen, didChange and didClose. */
  note(message: Message): void
  /** A didOpen of each, with its newest text and version. */
  messages(): readonly Message[]
  /** UTF-16 units of a document's newest text; 0 where it is not open. */
  sizeOf(uri: string): number
}

interface Document {
  readonly open: Message
  changes: Message[]
}

export function createOpenDocuments(): OpenDocuments {
  const documents = new Map<string, Document>()

  function note(message: Message): void {
    const uri = documentOf(message)
    if (uri === undefined) return
    if (message.method === 'textDocument/didOpen') documents.set(uri, { open: message, changes: [] })
    if (message.method === 'textDocument/didClose') documents.delete(uri)
    const document = documents.get(uri)
    if (message.method !== 'textDocument/didChange' || document === undefined) return
    // A keystroke costs nothing here: texts are put together when they are needed, or have become many.
    document.changes.push(message)
    if (document.changes.length >= 500) documents.set(uri, { open: opening(document), changes: [] })
  }

  return {
    note,
    messages: () => [...documents.values()].map(opening),
    sizeOf: uri => {
      const document = documents.get(uri)
      return document === undefined ? 0 : textOf(opening(document)).length
    },
  }
}

/** The didOpen that a document as it is now would be opened with. */
function opening({ open, changes }: Document): Message {
  const item: unknown = Reflect.get(Object(open.params), 'textDocument')
  const { uri, languageId, version, text } = item as TextItem
  const document = TextDocument.create(uri, languageId, version, text)
  for (const { params } of changes) {
    const { contentChanges, textDocument } = params as ChangeParams
    TextDocument.update(document, [...contentChanges], textDocument.version)
  }
  const textDocument = { uri, languageId, version: document.version, text: document.getText() }
  return { ...open, params: { textDocument } }
}

function textOf({ params }: Message): string {
  const text: unknown = Reflect.get(Object(Reflect.get(Object(params), 'textDocument')), 'text')
  return typeof text === 'string' ? text : ''
}

interface TextItem {
  readonly uri: string
  readonly languageId: string
  readonly version: number
  readonly text: string
}

interface ChangeParams {
  readonly textDocument: { readonly version: number }
  readonly contentChanges: readonly Parameters<typeof TextDocument.update>[1][number][]
}
