import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, l10n } from 'vscode'
import type { ClientCommand } from '../../server/src/lsp/command-table.ts'
import type { Commits } from './commit/commits.ts'
import { freezeAutomation, type HoldTarget, holdImage, releaseAutomation, releaseImage } from './holds.ts'
import { forgetClusters } from './live/agreed.ts'
import type { LiveState } from './live/live-state.ts'
import { copyFluxCommand, reconcileNow } from './live/object-commands.ts'
import { reportIssue } from './pages/report-issue.ts'
import { allowHosts } from './registries/allow.ts'
import type { Consents } from './registries/consent.ts'
import { enterForgeToken, logIn, logOut } from './registries/login.ts'
import type { Logins } from './registries/logins.ts'
import type { AskServer } from './registries/pick-repository.ts'
import type { LanguageServer } from './server/language-server.ts'
import { say } from './sinks/messages.ts'
import { UpdateElement } from './updates/element.ts'
import type { UpdatesView } from './updates/updates-view.ts'

/** What the client's own commands need. */
interface CommandContext {
  readonly context: ExtensionContext
  readonly server: LanguageServer
  readonly output: LogOutputChannel
  readonly commits: Commits
  readonly logins: Logins
  readonly ask: AskServer
  readonly updates: UpdatesView
  readonly live: LiveState
  readonly consents: Consents
}

/** Registers the client's own commands. The others are the server's; see `argumentOf`. */
export function registerCommands(given: CommandContext): Disposable[] {
  return Object.entries(handlers(given)).map(([name, handler]) => commands.registerCommand(name, handler))
}

function handlers({
  context,
  server,
  output,
  commits,
  logins,
  ask,
  updates,
  live,
  consents,
}: CommandContext): Readonly<Record<ClientCommand, (argument: never) => unknown>> {
  return {
    'fluxmark.showOutput': () => output.show(),
    'fluxmark.reportIssue': () => reportIssue(context, server.state),
    'fluxmark.restart': () => server.restart(),
    'fluxmark.forgetHosts': async () => {
      await consents.forget()
      await live.hide()
      await forgetClusters(context.workspaceState)
      await server.restart()
      say('information', l10n.t('Registries and clusters will be asked about again in this workspace.'))
    },
    'fluxmark.allow': (element: unknown) =>
      allowHosts(
        ask,
        consents,
        updates.waiting(),
        element instanceof UpdateElement ? element.row.host : undefined,
      ),
    'fluxmark.groupByAutomation': () => updates.group('automation'),
    'fluxmark.groupByEnvironment': () => updates.group('environment'),
    'fluxmark.groupByImage': () => updates.group('image'),
    'fluxmark.groupByState': () => updates.group('state'),
    'fluxmark.openManifest': (element: unknown) => updates.open(element),
    'fluxmark.toggleChecked': (element: unknown) => updates.toggle(element),
    'fluxmark.updateChecked': () =>
      commands.executeCommand('fluxmark.update', { changes: updates.checked() }),
    'fluxmark.commitChecked': async () => {
      updates.uncheck(await commits.choose(updates.checked()))
    },
    'fluxmark.holdImage': (row: unknown) => holdImage(ask, holdTarget(row)),
    'fluxmark.releaseImage': (row: unknown) => releaseImage(ask, holdTarget(row)),
    'fluxmark.freezeAutomation': (row: unknown) => freezeAutomation(ask, holdTarget(row)),
    'fluxmark.releaseAutomation': (row: unknown) => releaseAutomation(ask, holdTarget(row)),
    'fluxmark.showLiveState': () => live.show(),
    'fluxmark.hideLiveState': () => live.hide(),
    'fluxmark.reconcileNow': (row: unknown) =>
      reconcileNow({ ask, live, objects: updates.objects() }, objectOf(row)),
    'fluxmark.copyFluxCommand': (row: unknown) =>
      copyFluxCommand({ ask, live, objects: updates.objects() }, objectOf(row)),
    'fluxmark.login': (host: unknown) => logIn(logins, ask, host),
    'fluxmark.forgeToken': (host: string) => enterForgeToken(logins, host),
    'fluxmark.logout': () => logOut(logins),
    'fluxmark.undoLastCommit': () => commits.undoLast(),
    'fluxmark.pushLastCommit': () => commits.pushLast(false),
    'fluxmark.openPullRequest': () => commits.pushLast(true),
  }
}

/** What a row of the Updates view, or a command of ours, is about; nothing for the palette. */
function holdTarget(row: unknown): HoldTarget {
  if (row instanceof UpdateElement) return row.row
  const automation: unknown = Reflect.get(Object(row), 'automation')
  return typeof automation === 'string' ? { automation } : {}
}

/** The object of a cluster that a row is about. */
function objectOf(row: unknown): UpdateElement['row']['object'] {
  return row instanceof UpdateElement ? row.row.object : undefined
}
