import { commands, env, l10n, Uri } from 'vscode'
import type { ClientCommand } from '../../../server/src/lsp/command-table.ts'
import type { CommittedBranch, Failure, PushAnswer, Refused } from '../../../server/src/lsp/protocol.ts'
import { ask as askUser, during, say } from '../sinks/messages.ts'
import { ask } from './ask.ts'
import { editorPush } from './editor-git.ts'
import { failureText } from './words.ts'

/** Pushes a branch's commits and reports it; a refusal comes with what can be done. True where it was pushed. */
export async function push(
  committed: CommittedBranch,
  opensRequest = false,
  overwrite = false,
): Promise<boolean> {
  const { root, branch, commits, pullRequest } = committed
  const title = l10n.t('Pushing {0}', branch)
  const oid = commits.at(-1)?.oid
  const argument = { root, branch, oid, overwrite, request: opensRequest, ...pullRequest }
  const answer = await during(title, () => ask<PushAnswer | Refused>('fluxmark.push', argument))
  if (answer === undefined) return false
  if ('failure' in answer) return refused(committed, opensRequest, answer.failure)
  if (opensRequest) void showRequest(committed, answer)
  else void showPushed(committed, answer)
  return true
}

/** What came of the pull request: its page is a click away, and so is the way by hand where the forge refused. */
async function showRequest(committed: CommittedBranch, answer: PushAnswer): Promise<void> {
  const { branch, remote, request, refusal, nothing, pullRequest: page } = answer
  const pushed = l10n.t('Pushed {0} to {1}.', branch, remote)
  if (request) {
    const what = l10n.t(
      '{0} pull request {1}.',
      request.created ? l10n.t('Opened') : l10n.t('Updated'),
      request.number,
    )
    await offerPage([pushed, what, ...request.notes].join(' '), request.url)
  } else if (refusal) {
    const token = l10n.t('Enter a Token…')
    const again = l10n.t('Try Again')
    const open = l10n.t('Open the Page')
    const needsToken = ['E_FORGE_TOKEN', 'E_FORGE_CREDENTIALS', 'E_FORGE_DENIED'].includes(refusal.code)
    const actions = [...(needsToken ? [token] : []), again, ...(page === undefined ? [] : [open])]
    const chosen = await askUser('error', `${refusal.message} (${refusal.code})`, {}, ...actions)
    if (chosen === open && page !== undefined) await openPage(page)
    if (chosen === again || (chosen === token && (await givesToken(refusal.host))))
      await push(committed, true)
  } else if (nothing !== undefined) say('information', `${pushed} ${nothing}`)
  else if (page !== undefined) await openPage(page)
}

/** Keeps a token that the user types; false where they think better of it. */
async function givesToken(host: string): Promise<boolean> {
  return (await commands.executeCommand<boolean>(tokenCommand, host)) === true
}

const tokenCommand: ClientCommand = 'fluxmark.forgeToken'

async function showPushed(committed: CommittedBranch, answer: PushAnswer): Promise<void> {
  const { branch, remote, pullRequest: page } = answer
  const open = l10n.t('Open Pull Request')
  const actions = page === undefined ? [] : [open]
  const chosen = await askUser('information', l10n.t('Pushed {0} to {1}.', branch, remote), {}, ...actions)
  if (chosen === open) await push(committed, true)
}

async function offerPage(text: string, page: string): Promise<void> {
  const open = l10n.t('Show Pull Request')
  if ((await askUser('information', text, {}, open)) === open) await openPage(page)
}

/** Parsed strictly, the address keeps its encoding. */
async function openPage(page: string): Promise<void> {
  await env.openExternal(Uri.parse(page, true))
}

async function refused(
  committed: CommittedBranch,
  opensRequest: boolean,
  failure: Failure,
): Promise<boolean> {
  const { root, branch, remote } = committed
  const text = failureText(l10n.t('Not pushed'), failure)
  const byEditor =
    failure.code === 'E_PUSH_AUTH' || failure.code === 'E_PUSH_SSH'
      ? editorPush(root, remote?.remote ?? '', branch)
      : undefined
  const login = l10n.t('Log In and Push')
  const overwrite = l10n.t('Overwrite…')
  const again = l10n.t('Push Again')
  const answer = await askUser(
    'error',
    text,
    {},
    ...(byEditor ? [login] : []),
    ...(failure.code === 'E_PUSH_REJECTED' ? [overwrite] : []),
    again,
  )
  if (answer === again) return push(committed, opensRequest)
  if (answer === login && byEditor) return pushedByEditor(byEditor, branch)
  if (answer !== overwrite) return false
  const isSure = await askUser(
    'warning',
    l10n.t('Overwrite {0} at {1}?', branch, remote?.remote ?? ''),
    {
      modal: true,
      detail: l10n.t('{0}\n\nIt is replaced only if it still holds what you fetched last.', failure.message),
    },
    l10n.t('Overwrite'),
  )
  return isSure === undefined ? false : push(committed, opensRequest, true)
}

async function pushedByEditor(byEditor: () => Promise<void>, branch: string): Promise<boolean> {
  try {
    await byEditor()
    say('information', l10n.t('Pushed {0}.', branch))
    return true
  } catch (error) {
    say('error', l10n.t('Not pushed: {0}', error instanceof Error ? error.message : String(error)))
    return false
  }
}
