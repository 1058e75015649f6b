import { l10n, workspace } from 'vscode'
import type { UpdatesAnswer } from '../../../server/src/lsp/protocol.ts'

/** Which text stands in place of rows (`viewsWelcome` in package.json), or that there are rows. */
export type Welcome = 'starting' | 'untrusted' | 'consent' | 'nothing' | 'noRepository' | 'rows'

export function welcomeOf(answer: UpdatesAnswer | undefined): Welcome {
  if (answer === undefined) return 'starting'
  if (answer.values === 0 && answer.rows.length > 0) return 'rows'
  if (answer.values === 0) return answer.isRepository ? 'nothing' : 'noRepository'
  if (!workspace.isTrusted) return 'untrusted'
  return answer.waiting.length > 0 && isAllWaiting(answer.rows) ? 'consent' : 'rows'
}

/** A line above the rows, where something keeps them from being what they could be. */
export function messageOf(answer: UpdatesAnswer): string | undefined {
  if (!workspace.getConfiguration('fluxmark').get('network.enabled', true))
    return l10n.t('No registry is asked: the setting fluxmark.network.enabled is off.')
  if (!answer.isRepository)
    return l10n.t('This folder is in no Git repository: values can be updated, but not committed.')
  if (answer.left > 0) {
    const all = answer.values + answer.left
    return l10n.t(
      'The first {0} of {1} values; the others follow.',
      answer.values.toLocaleString('en'),
      all.toLocaleString('en'),
    )
  }
  return undefined
}

function isAllWaiting(rows: UpdatesAnswer['rows']): boolean {
  return rows.every(
    ({ kind, state, children }) =>
      kind === 'candidates' || (children.length === 0 ? state === 'waiting' : isAllWaiting(children)),
  )
}
