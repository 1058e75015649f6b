import { commands, type ExtensionContext, l10n, workspace } from 'vscode'
import { registerTools } from './assistant/tools.ts'
import { registerCommands } from './commands.ts'
import { createCommits } from './commit/commits.ts'
import { createLiveState } from './live/live-state.ts'
import { createOnboarding } from './onboard/onboard.ts'
import { createExplanation } from './pages/explanation.ts'
import { createTextPage } from './pages/text-page.ts'
import { createPlayground } from './playground/playground.ts'
import { createConsents } from './registries/consent.ts'
import { createLogins } from './registries/logins.ts'
import type { AskServer } from './registries/pick-repository.ts'
import { LanguageServer } from './server/language-server.ts'
import { createLog } from './sinks/surfaces.ts'
import { showStatus } from './status.ts'
import { createUpdatesView } from './updates/updates-view.ts'
import { whenFluxIsFound } from './when-flux-is-found.ts'

/** Called once, when a YAML document is first shown or a workspace holds what installs Flux; the server starts only where there is something for it to do. */
export function activate(context: ExtensionContext): void {
  const output = createLog('Fluxmark')
  const explanation = createExplanation()
  const bumpCommits = createCommits(context.workspaceState)
  const test = createTextPage('fluxmark-test', l10n.t('Test of a repository'))
  const environments = createTextPage('fluxmark-environments', l10n.t('Versions of environments'))
  const simulation = createTextPage('fluxmark-simulation', 'Simulation.diff')
  const ask: AskServer = (command, argument, token) => server.ask(command, argument, token)
  const playground = createPlayground(context.extensionUri, ask)
  const onboarding = createOnboarding()
  const shown = { explanation, commits: bumpCommits, test, environments, playground, onboarding, simulation }
  const consents = createConsents(context.workspaceState)
  const server = new LanguageServer(context, output, shown, () => logins, consents)
  const logins = createLogins(context, () => void ask('fluxmark.refresh', {}))
  const updates = createUpdatesView(server, context.workspaceState)
  const live = createLiveState(server, ask, context.workspaceState, updates)
  const search = whenFluxIsFound(output, () => {
    void commands.executeCommand('setContext', 'fluxmark.found', true)
    void server.start()
  })
  context.subscriptions.push(
    output,
    explanation,
    bumpCommits,
    test,
    environments,
    playground,
    onboarding,
    server.onDidChangeRevision(() => void playground.refresh()),
    logins,
    server,
    search,
    updates,
    live,
    showStatus(server, updates),
    ...registerTools(context, output, ask),
    ...registerCommands({
      context,
      server,
      output,
      commits: bumpCommits,
      logins,
      ask,
      updates,
      live,
      consents,
    }),
    server.onDidChangeState(state => {
      void commands.executeCommand('setContext', 'fluxmark.running', state === 'running')
    }),
    // What the server may do is settled when it starts.
    workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  )
}
