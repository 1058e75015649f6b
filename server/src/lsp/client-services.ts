import { CancellationTokenSource, type ClientCapabilities, type Connection } from 'vscode-languageserver'
import { forMessage } from '../text/foreign.ts'
import { log } from './messages.ts'
import type { ExperimentalCapabilities } from './protocol.ts'
import type { AskClient, Client, ShownProgress } from './world.ts'

/** What a client announced in its capabilities that it does: without that it is never asked. */
export function clientServices(connection: Connection, capabilities: ClientCapabilities): Client {
  return {
    tell: line => log(connection, 'information', line),
    ...(offers(capabilities, 'fluxmark/http') && { http: asker(connection, 'fluxmark/http') }),
    ...(offers(capabilities, 'fluxmark/secret') && { secret: asker(connection, 'fluxmark/secret') }),
    ...(capabilities.window?.workDoneProgress === true && {
      progress: (title: string, cancel: () => void) => showProgress(connection, title, cancel),
    }),
  }
}

/** Whether a client has announced one of the things that only some clients do. */
export function offers(
  { experimental }: ClientCapabilities,
  method: keyof ExperimentalCapabilities,
): boolean {
  return Reflect.get(Object(experimental), method) === true
}

function asker(connection: Connection, method: string): AskClient<object> {
  return async (params, signal) => {
    signal.throwIfAborted()
    const source = new CancellationTokenSource()
    const cancel = () => source.cancel()
    signal.addEventListener('abort', cancel)
    try {
      return await connection.sendRequest(method, params, source.token)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

/** The client makes the place for it first; of what is reported meanwhile the last counts. */
function showProgress(connection: Connection, title: string, cancel: () => void): ShownProgress {
  let last = ''
  let isDone = false
  let report = (_: string): void => undefined
  let end = (): void => undefined
  connection.window.createWorkDoneProgress().then(
    progress => {
      if (isDone) return
      progress.token.onCancellationRequested(cancel)
      progress.begin(title, undefined, forMessage(last), true)
      report = message => progress.report(forMessage(message))
      end = () => progress.done()
    },
    // A client that cannot show it just now misses nothing else.
    () => undefined,
  )
  return {
    report: message => {
      last = message
      report(message)
    },
    done: () => {
      isDone = true
      end()
    },
  }
}
