import { commands } from 'vscode'
import { pickRepository } from './registries/pick-repository.ts'
import { pickTarget, type Target, targetAtCursor } from './update-target.ts'

/**
 * The argument of a server's command that was chosen from the palette, where none is given.
 * Undefined where the user breaks off.
 */
export async function argumentOf(command: string): Promise<Target | { readonly image: string } | undefined> {
  switch (command) {
    case 'fluxmark.update':
      return pickTarget('Update to the latest tags')
    case 'fluxmark.explain':
      return targetAtCursor()
    case 'fluxmark.testRepository':
      return pickRepository((name, argument) => commands.executeCommand(name, argument))
    default:
      return {}
  }
}
