import {
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  type PublishDiagnosticsParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver'

/** How findings get to a client: it is sent them, or it asks. Never both. */
export interface DiagnosticsDoor {
  /** Settles which, by what the client announces. Whether it asks. */
  announced(capabilities: ClientCapabilities): boolean
  show(params: PublishDiagnosticsParams): void
  /** `textDocument/diagnostic`; `previous` names what the client has. */
  document(uri: string, previous?: string): DocumentDiagnosticReport
  /** `workspace/diagnostic`: all that differs from what the client has, by URI. */
  workspace(previous: ReadonlyMap<string, string>): WorkspaceDiagnosticReport
}

/** Answers that change closer together than this make a client ask once, in ms. */
const pause = 100

export function createDiagnosticsDoor(connection: Connection): DiagnosticsDoor {
  /** What is to be shown, by URI, each with a name of its own. */
  const kept = new Map<
    string,
    { readonly id: string; readonly version: number | null; readonly items: Diagnostic[] }
  >()
  let isAsked = false
  let canRefresh = false
  let count = 0
  let timer: NodeJS.Timeout | undefined

  function refresh(): void {
    if (!canRefresh || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => {})
    }, pause)
  }

  return {
    announced({ textDocument, workspace }) {
      isAsked = textDocument?.diagnostic !== undefined
      canRefresh = workspace?.diagnostics?.refreshSupport === true
      return isAsked
    },
    show(params) {
      if (!isAsked) return void connection.sendDiagnostics(params)
      const { uri, version = null, diagnostics: items } = params
      if (items.length === 0) kept.delete(uri)
      else kept.set(uri, { id: String(++count), version, items })
      refresh()
    },
    document(uri, previous) {
      const found = kept.get(uri)
      if (found === undefined) return { kind: 'full', items: [] }
      return found.id === previous
        ? { kind: 'unchanged', resultId: found.id }
        : { kind: 'full', resultId: found.id, items: found.items }
    },
    workspace(previous) {
      const gone = [...previous.keys()].filter(uri => !kept.has(uri))
      return {
        items: [
          ...gone.map(uri => ({ kind: 'full' as const, uri, version: null, items: [] })),
          ...[...kept].map(([uri, { id, version, items }]) =>
            previous.get(uri) === id
              ? { kind: 'unchanged' as const, uri, version, resultId: id }
              : { kind: 'full' as const, uri, version, resultId: id, items },
          ),
        ],
      }
    },
  }
}
