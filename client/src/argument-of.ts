import { pickTarget, type Target, targetAtCursor } from './update-target.ts'

/**
 * The argument of a server's command that was chosen from the palette, where none is given.
 * Undefined where the user breaks off.
 */
export async function argumentOf(command: string): Promise<Target | undefined> {
  switch (command) {
    case 'fluxmark.update':
      return pickTarget('Update to the latest tags')
    case 'fluxmark.explain':
      return targetAtCursor()
    default:
      return {}
  }
}
