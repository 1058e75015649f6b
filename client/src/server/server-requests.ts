import { type CancellationToken, workspace } from 'vscode'
import type { LanguageClient, StaticFeature } from 'vscode-languageclient/node'
import type { EditorHttpRequest, ExperimentalCapabilities } from '../../../server/src/lsp/protocol.ts'
import type { Logins } from '../registries/logins.ts'
import { editorFetch } from './editor-fetch.ts'

/** Tells the server what this client does beyond the protocol. */
export const announcement: StaticFeature = {
  fillClientCapabilities(capabilities) {
    const ours: Required<ExperimentalCapabilities> = {
      serverStatusNotification: true,
      'fluxmark/commandLinks': true,
      'fluxmark/http': true,
      'fluxmark/secret': true,
    }
    // It shows what it is sent: a client that asks, too, would show everything twice.
    delete capabilities.textDocument?.diagnostic
    capabilities.experimental = { ...Object(capabilities.experimental), ...ours }
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
}

/** Answers the server's own requests: logins from the secret storage, and what only the editor can fetch. */
export function answerRequests(client: LanguageClient, logins: () => Logins): void {
  client.onRequest('fluxmark/secret', (request: unknown): Promise<unknown> => logins().answer(request))
  client.onRequest(
    'fluxmark/http',
    async (request: EditorHttpRequest, token: CancellationToken): Promise<unknown> => {
      const isOnline = workspace.getConfiguration('fluxmark').get('network.enabled', true)
      if (!workspace.isTrusted || !isOnline) return { error: { code: 'offline', message: '' } }
      const controller = new AbortController()
      token.onCancellationRequested(() => controller.abort())
      return editorFetch(request, controller.signal)
    },
  )
}
