import {
  Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  workspace,
} from 'vscode'
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
      ? l10n.t('Fluxmark: waiting for you')
      : isWarning
        ? l10n.t('Fluxmark: tags could not be listed')
        : texts[state],
    detail: isWaiting
      ? l10n.t('{0}: asked once you allow it', waiting.join(', '))
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

const allow = { title: l10n.t('Allow…'), command: 'fluxmark.allow' }
const trust = { title: l10n.t('Manage Trust'), command: 'workbench.trust.manage' }
const showOutput = { title: l10n.t('Show Output'), command: 'fluxmark.showOutput' }

const texts: Readonly<Record<ServerState, string>> = {
  stopped: l10n.t('Fluxmark: no Flux image automation found'),
  starting: l10n.t('Fluxmark: starting'),
  running: 'Fluxmark',
  failed: l10n.t('Fluxmark could not start'),
}

function limits(): string {
  if (!workspace.isTrusted) return l10n.t('restricted mode: no registry is asked, nothing is committed')
  const isOnline = workspace.getConfiguration('fluxmark').get('network.enabled', true)
  return isOnline ? l10n.t('registries are asked') : l10n.t('offline: fluxmark.network.enabled is off')
}
