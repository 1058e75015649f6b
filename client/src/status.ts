import { Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages, workspace } from 'vscode'
import type { RegistryStatus } from '../../server/src/lsp/protocol.ts'
import { remedyFor } from './registries/registry-status.ts'
import { documentSelector } from './server/document-selector.ts'
import type { LanguageServer, ServerState } from './server/language-server.ts'
import { setStatus } from './sinks/surfaces.ts'
import type { UpdatesView } from './updates/updates-view.ts'

/** What the server is doing, and what it may not do, beside the language of a YAML document. */
export function showStatus(
  server: LanguageServer,
  updates: Pick<UpdatesView, 'waiting' | 'onDidChange'>,
): Disposable {
  const item = languages.createLanguageStatusItem('fluxmark', documentSelector)
  item.name = 'Fluxmark'
  let registries: RegistryStatus = { health: 'ok', failures: [] }
  const update = () => describe(item, server.state, registries, updates.waiting())
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
    updates.onDidChange(update),
    workspace.onDidGrantWorkspaceTrust(update),
    workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('fluxmark.network')) update()
    }),
  )
}

function describe(
  item: LanguageStatusItem,
  state: ServerState,
  registries: RegistryStatus,
  waiting: readonly string[],
): void {
  const isWaiting = state === 'running' && waiting.length > 0
  const isWarning = state === 'running' && registries.health === 'warning'
  setStatus(item, {
    busy: state === 'starting',
    severity:
      state === 'failed'
        ? LanguageStatusSeverity.Error
        : isWarning
          ? LanguageStatusSeverity.Warning
          : LanguageStatusSeverity.Information,
    text: isWaiting
      ? 'Fluxmark: waiting for you'
      : isWarning
        ? 'Fluxmark: tags could not be listed'
        : texts[state],
    detail: isWaiting
      ? `${waiting.join(', ')}: asked once you allow it`
      : state !== 'running'
        ? ''
        : (registries.message ?? limits()),
    command: isWaiting
      ? allow
      : !workspace.isTrusted
        ? trust
        : isWarning
          ? { ...remedyFor(registries), arguments: [...remedyFor(registries).arguments] }
          : showOutput,
  })
}

const allow = { title: 'Allow…', command: 'fluxmark.allow' }
const trust = { title: 'Manage Trust', command: 'workbench.trust.manage' }
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
