/** A JSON-RPC message as it comes from the editor: a request, a notification or an answer. */
export interface Message {
  readonly jsonrpc: '2.0'
  readonly id?: number | string | null
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

/** What the relay says to the core's thread. */
export type ToCore = { readonly message: Message } | { readonly ping: number }

/** What the core's thread says: that it is not busy, or a message for the editor, as text, and what the relay needs of it. */
export type FromCore = { readonly pong: number } | Outgoing

export interface Outgoing {
  /** The message as JSON: the core's thread prints it, so that the relay need not. */
  readonly text: string
  readonly id?: number | string
  readonly method?: string
  /** Of the few messages that a new core would have to take back. */
  readonly params?: unknown
}

/** What a core's thread is started with. */
export interface CoreStart {
  readonly role: 'lsp'
  /** How many cores there were before: the ids of its requests begin there, times `idsPerCore`. */
  readonly generation: number
  /** Documents that are not to be read, open or on disk, as the editor named them. */
  readonly leftOut: readonly string[]
  /** One `Int32` that counts steps which must not be broken off (`io/threads/unbroken.ts`). */
  readonly unbroken: SharedArrayBuffer
  /** `Int32`s: the ids of the programs that it runs, 0 where there is none (`io/threads/ends-with-us.ts`). */
  readonly children: SharedArrayBuffer
}

/** More requests than a core makes in its life. */
export const idsPerCore = 1_000_000

/** LSP's and JSON-RPC's error codes. */
export const errors = {
  requestCancelled: -32800,
  notInitialized: -32002,
  invalidRequest: -32600,
  internal: -32603,
}

/** The document that a message is about, if it is about one. */
export function documentOf({ params }: Pick<Message, 'params'>): string | undefined {
  const document: unknown = Reflect.get(Object(params), 'textDocument')
  const uri: unknown = Reflect.get(Object(document), 'uri')
  return typeof uri === 'string' ? uri : undefined
}

/** Whether what a message says of a document's text is as the protocol has it: anything else would be taken for a text. */
export function isWellFormed(message: Pick<Message, 'method' | 'params'>): boolean {
  const { method, params } = message
  if (method !== 'textDocument/didOpen' && method !== 'textDocument/didChange') return true
  if (documentOf(message) === undefined) return false
  if (method === 'textDocument/didOpen') return hasText(Reflect.get(Object(params), 'textDocument'))
  const changes: unknown = Reflect.get(Object(params), 'contentChanges')
  return Array.isArray(changes) && changes.every(one => hasText(one) && isRange(Reflect.get(one, 'range')))
}

function hasText(value: unknown): value is { readonly text: string } {
  return typeof Reflect.get(Object(value), 'text') === 'string'
}

/** A range, or none: then the whole text changes. */
function isRange(range: unknown): boolean {
  if (range === undefined) return true
  return ['start', 'end'].every(end =>
    ['line', 'character'].every(one =>
      Number.isFinite(Reflect.get(Object(Reflect.get(Object(range), end)), one)),
    ),
  )
}
