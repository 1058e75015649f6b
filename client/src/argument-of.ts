import { commands, l10n } from 'vscode'
import type { MarkerTarget } from '../../server/src/lsp/protocol.ts'
import { type HoldTarget, pickSimulation } from './holds.ts'
import { type PromotionChoice, pickPromotion } from './pick-promotion.ts'
import { pickRepository } from './registries/pick-repository.ts'
import { pickTarget, targetAtCursor } from './update-target.ts'

/**
 * The argument of a server's command that was chosen from the palette, where none is given.
 * Undefined where the user breaks off.
 */
export async function argumentOf(
  command: string,
): Promise<MarkerTarget | HoldTarget | { readonly image: string } | PromotionChoice | undefined> {
  switch (command) {
    case 'fluxmark.update':
      return pickTarget(l10n.t('Update to the latest tags'))
    case 'fluxmark.explain':
    case 'fluxmark.playground':
    case 'fluxmark.pickTag':
      return targetAtCursor()
    case 'fluxmark.promote':
      return pickPromotion((name, argument) => commands.executeCommand(name, argument))
    case 'fluxmark.simulate':
      return pickSimulation((name, argument) => commands.executeCommand(name, argument))
    case 'fluxmark.testRepository':
      return pickRepository((name, argument) => commands.executeCommand(name, argument))
    default:
      return {}
  }
}
