import { commands, type ExtensionContext, window, workspace } from 'vscode'
import { registerCommands } from './commands.ts'
import { createExplanation } from './explanation.ts'
import { LanguageServer } from './language-server.ts'
import { showStatus } from './status.ts'
import { whenFluxIsFound } from './when-flux-is-found.ts'

/** Called once, when a YAML document is first shown; the server starts only where there is something for it to do. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('Fluxmark', { log: true })
  const explanation = createExplanation()
  const server = new LanguageServer(context, output, explanation)
  const search = whenFluxIsFound(output, () => void server.start())
  context.subscriptions.push(
    output,
    explanation,
    server,
    search,
    showStatus(server),
    ...registerCommands(context, server, output),
    server.onDidChangeState(state => {
      void commands.executeCommand('setContext', 'fluxmark.running', state === 'running')
    }),
    // What the server may do is settled when it starts.
    workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  )
}
