import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, window } from 'vscode'
import { forgetHosts } from './registries/consent.ts'
import { saveCommand, saveEdited } from './save-after-edit.ts'
import type { LanguageServer } from './server/language-server.ts'

/** The client's own commands. Those that change or explain something are the server's; see `argumentOf`. */
export function registerCommands(
  context: ExtensionContext,
  server: LanguageServer,
  output: LogOutputChannel,
): Disposable[] {
  return [
    commands.registerCommand('fluxmark.showOutput', () => output.show()),
    commands.registerCommand('fluxmark.restart', () => server.restart()),
    commands.registerCommand('fluxmark.forgetHosts', async () => {
      await forgetHosts(context.workspaceState)
      await server.restart()
      void window.showInformationMessage('Registries will be asked about again in this workspace.')
    }),
    commands.registerCommand(saveCommand, saveEdited),
  ]
}
