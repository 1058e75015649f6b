import { l10n } from 'vscode'
import type { EnvironmentsAnswer } from '../../server/src/lsp/protocol.ts'
import { say } from './sinks/messages.ts'
import { pickOne } from './sinks/picks.ts'

/** The argument of `fluxmark.promote`. */
export interface PromotionChoice {
  readonly from: string
  readonly to: string
  readonly commit: boolean
  readonly branch?: string
  readonly message?: string
  /** What was shown and agreed to: these values, or nothing. */
  readonly changes?: readonly string[]
}

/** Asks from where to where, and whether to commit; the versions are shown meanwhile. Undefined where the user breaks off. */
export async function pickPromotion(
  ask: (command: 'fluxmark.environments', argument: object) => Thenable<unknown>,
): Promise<PromotionChoice | undefined> {
  const { environments } = (await ask('fluxmark.environments', {})) as EnvironmentsAnswer
  if (environments.length < 2) {
    say(
      'information',
      l10n.t('No environments side by side were found. Name them under environments in fluxmark.yaml.'),
    )
    return undefined
  }
  const title = l10n.t('Promote')
  const rows = environments.map(label => ({ label }))
  const from = (await pickOne(rows, { title, placeHolder: l10n.t('From which environment') }))?.label
  if (from === undefined) return undefined
  // The one behind it is the likeliest.
  const next = environments.indexOf(from) + 1
  const others = [...environments.slice(next), ...environments.slice(0, next - 1)].map(label => ({ label }))
  const to = (await pickOne(others, { title, placeHolder: l10n.t('From {0} to which environment', from) }))
    ?.label
  if (to === undefined) return undefined
  const how = await pickOne(
    [
      {
        label: l10n.t('Commit on a branch of its own'),
        detail: l10n.t('Message and diff are shown first; what is checked out stays as it is'),
        commit: true,
      },
      {
        label: l10n.t('Write the values here'),
        detail: l10n.t('As one step that can be undone'),
        commit: false,
      },
    ],
    { title, placeHolder: l10n.t('{0} to {1}', from, to) },
  )
  return how && { from, to, commit: how.commit }
}
