import { commands, type ExtensionContext, window, workspace } from 'vscode'
import { registerCommands } from './commands.ts'
import { createCommits } from './commit/commits.ts'
import { createExplanation } from './explanation.ts'
import { LanguageServer } from './language-server.ts'
import { showStatus } from './status.ts'
import { whenFluxIsFound } from './when-flux-is-found.ts'

/** Called once, when a YAML document is first shown; the server starts only where there is something for it to do. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('Fluxmark', { log: true })
  const explanation = createExplanation()
  const bumpCommits = createCommits()
  const server = new LanguageServer(context, output, { explanation, commits: bumpCommits })
  const search = whenFluxIsFound(output, () => void server.start())
  context.subscriptions.push(
    output,
    explanation,
    bumpCommits,
    server,
    search,
    showStatus(server),
    ...registerCommands(context, server, output),
    commands.registerCommand('fluxmark.undoLastCommit', () => bumpCommits.undoLast()),
    server.onDidChangeState(state => {
      void commands.executeCommand('setContext', 'fluxmark.running', state === 'running')
    }),
    // What the server may do is settled when it starts.
    workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  )
}
