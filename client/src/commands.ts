import { commands, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode'
import type { ClientCommand } from '../../server/src/lsp/command-table.ts'
import type { Commits } from './commit/commits.ts'
import { freezeAutomation, type HoldTarget, holdImage, releaseAutomation, releaseImage } from './holds.ts'
import { reportIssue } from './pages/report-issue.ts'
import { allowHosts } from './registries/allow.ts'
import { forgetHosts } from './registries/consent.ts'
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
}: CommandContext): Readonly<Record<ClientCommand, (argument: never) => unknown>> {
  return {
    'fluxmark.showOutput': () => output.show(),
    'fluxmark.reportIssue': () => reportIssue(context, server.state),
    'fluxmark.restart': () => server.restart(),
    'fluxmark.forgetHosts': async () => {
      await forgetHosts(context.workspaceState)
      await server.restart()
      say('information', 'Registries will be asked about again in this workspace.')
    },
    'fluxmark.allow': (element: unknown) =>
      allowHosts(
        ask,
        context.workspaceState,
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
    'fluxmark.login': (host: unknown) => logIn(logins, ask, host),
    'fluxmark.forgeToken': (host: string) => enterForgeToken(logins, host),
    'fluxmark.logout': () => logOut(logins),
    'fluxmark.undoLastCommit': () => commits.undoLast(),
    'fluxmark.pushLastCommit': () => commits.pushLast(false),
    'fluxmark.openPullRequest': () => commits.pushLast(true),
  }
}

/** What a row of the Updates view is about; nothing for the palette. */
function holdTarget(row: unknown): HoldTarget {
  return row instanceof UpdateElement ? row.row : {}
}
