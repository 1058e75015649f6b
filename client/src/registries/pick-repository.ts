import { type CancellationToken, l10n } from 'vscode'
import type { ServerCommand } from '../../../server/src/lsp/command-table.ts'
import type { RepositoryAnswer } from '../../../server/src/lsp/protocol.ts'
import { say } from '../sinks/messages.ts'
import { pickOne, type Row } from '../sinks/picks.ts'
import { targetAtCursor } from '../update-target.ts'

/** Asks the server for something by one of its commands, until the token is cancelled. */
export type AskServer = (
  command: ServerCommand,
  argument: object,
  token?: CancellationToken,
) => PromiseLike<unknown>

/** The repositories that are open, those at the cursor first; none while no server runs. */
export async function openRepositories(ask: AskServer): Promise<readonly RepositoryAnswer[]> {
  const answer = await ask('fluxmark.repositories', targetAtCursor() ?? {})
  return Array.isArray(answer) ? answer : []
}

/** Asks which repository is to be tested. Undefined where there is none, or the user thinks better of it. */
export async function pickRepository(ask: AskServer): Promise<{ readonly image: string } | undefined> {
  const repositories = await openRepositories(ask)
  if (repositories.length === 0) {
    say('information', l10n.t('No ImageRepository is in the workspace.'))
    return undefined
  }
  const items = repositories.map(({ image, name, isHere }): Row & { readonly image: string } => ({
    image,
    label: image,
    description: `${name}${isHere ? l10n.t(', at the cursor') : ''}`,
  }))
  return pickOne(items, {
    title: l10n.t('Test a repository'),
    placeHolder: l10n.t('With which logins does it list?'),
  })
}
