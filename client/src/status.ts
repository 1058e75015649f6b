import { Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages, workspace } from 'vscode'
import type { RegistryStatus } from '../../server/src/lsp/protocol.ts'
import { remedyFor } from './registries/registry-status.ts'
import { documentSelector } from './server/document-selector.ts'
import type { LanguageServer, ServerState } from './server/language-server.ts'
import { setStatus } from './sinks/surfaces.ts'

/** What the server is doing, and what it may not do, beside the language of a YAML document. */
export function showStatus(server: LanguageServer): Disposable {
  const item = languages.createLanguageStatusItem('fluxmark', documentSelector)
  item.name = 'Fluxmark'
  let registries: RegistryStatus = { health: 'ok', failures: [] }
  const update = () => describe(item, server.state, registries)
  update()
  return Disposable.from(
    item,
    server.onDidChangeState(() => {
      registries = { health: 'ok', failures: [] }
      update()
    }),
    server.onDidChangeRegistries(status => {
      registries = status
      update()
    }),
    workspace.onDidGrantWorkspaceTrust(update),
    workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('fluxmark.network')) update()
    }),
  )
}

function describe(item: LanguageStatusItem, state: ServerState, registries: RegistryStatus): void {
  const isWarning = state === 'running' && registries.health === 'warning'
  setStatus(item, {
    busy: state === 'starting',
    severity:
      state === 'failed'
        ? LanguageStatusSeverity.Error
        : isWarning
          ? LanguageStatusSeverity.Warning
          : LanguageStatusSeverity.Information,
    text: isWarning ? 'Fluxmark: tags could not be listed' : texts[state],
    detail: state !== 'running' ? '' : (registries.message ?? limits()),
    command: isWarning
      ? { ...remedyFor(registries), arguments: [...remedyFor(registries).arguments] }
      : showOutput,
  })
}

const showOutput = { title: 'Show Output', command: 'fluxmark.showOutput' }

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
