import type { Connection, TextDocuments } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { diagnostics } from '../ide/diagnostics.ts'
import { checkFailures } from './check-failures.ts'
import { linesOf, toDiagnostic } from './convert.ts'
import type { DiagnosticsDoor } from './diagnostics-door.ts'
import { textOf } from './guard.ts'
import type { Located } from './located.ts'
import { log, say } from './messages.ts'
import type { Settings } from './settings.ts'

/** What the client shows of each open document. */
export interface Publishing {
  /** Publishes the diagnostics of every open document that are not shown yet. A document that fails takes down itself alone. */
  publish(): void
  /** A document is closed: nothing of it is shown. */
  closed(uri: string): void
}

export function createPublishing(
  connection: Connection,
  door: DiagnosticsDoor,
  documents: TextDocuments<TextDocument>,
  at: (uri: string) => Located | undefined,
  settings: () => Settings,
): Publishing {
  /** As JSON with its version, by URI. */
  const shown = new Map<string, string>()
  /** What last went wrong with a document, so that it is said once. */
  const failed = new Map<string, string>()
  const onFailure = checkFailures(connection)

  function publishOne({ uri, version }: TextDocument): void {
    const located = at(uri)
    if (located === undefined) {
      // Its folder is gone.
      if (shown.delete(uri)) door.show({ uri, diagnostics: [] })
      return
    }
    const { snapshot, path, workspace } = located
    const lines = linesOf(snapshot)
    const found = diagnostics(snapshot, path, settings().diagnostics, { onFailure })
    const params = {
      uri,
      version,
      diagnostics: found.map(one => toDiagnostic(lines, workspace.paths, one, version)),
    }
    // What the client shows already would only make it ask anew for all that hangs on it.
    const text = JSON.stringify(params)
    if (shown.get(uri) === text) return
    shown.set(uri, text)
    door.show(params)
  }

  return {
    publish() {
      for (const document of documents.all()) {
        try {
          publishOne(document)
          failed.delete(document.uri)
        } catch (error) {
          const text = String(error)
          if (failed.get(document.uri) === text) continue
          if (!failed.has(document.uri))
            say(
              connection,
              'error',
              'Fluxmark could not check a document. That is a fault of Fluxmark; the output says more.',
            )
          failed.set(document.uri, text)
          log(connection, 'error', `checking ${document.uri}: ${textOf(error)}`)
        }
      }
    },
    closed(uri) {
      shown.delete(uri)
      failed.delete(uri)
      door.show({ uri, diagnostics: [] })
    },
  }
}
