import { Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages, workspace } from 'vscode'
import { documentSelector } from './document-selector.ts'
import type { LanguageServer, ServerState } from './language-server.ts'

/** What the server is doing, and what it may not do, beside the language of a YAML document. */
export function showStatus(server: LanguageServer): Disposable {
  const item = languages.createLanguageStatusItem('fluxmark', documentSelector)
  item.name = 'Fluxmark'
  item.command = { title: 'Show Output', command: 'fluxmark.showOutput' }
  const update = () => describe(item, server.state)
  update()
  return Disposable.from(
    item,
    server.onDidChangeState(update),
    workspace.onDidGrantWorkspaceTrust(update),
    workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('fluxmark.network')) update()
    }),
  )
}

function describe(item: LanguageStatusItem, state: ServerState): void {
  item.busy = state === 'starting'
  item.severity = state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information
  item.text = texts[state]
  item.detail = state === 'running' ? limits() : ''
}

const texts: Readonly<Record<ServerState, string>> = {
  stopped: 'Fluxmark: no Flux image automation found',
  starting: 'Fluxmark: starting',
  running: 'Fluxmark',
  failed: 'Fluxmark could not start',
}

function limits(): string {
  if (!workspace.isTrusted) return 'restricted mode: no registry is asked, nothing is committed'
  const isOnline = workspace.getConfiguration('fluxmark').get('network.enabled', true)
  return isOnline ? 'registries are asked' : 'offline: fluxmark.network.enabled is off'
}
