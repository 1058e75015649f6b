import { env, Uri } from 'vscode'
import type { CommittedBranch, Failure, PushAnswer, Refused } from '../../../server/src/lsp/protocol.ts'
import { ask as askUser, during, say } from '../sinks/messages.ts'
import { ask } from './ask.ts'
import { editorPush } from './editor-git.ts'
import { failureText } from './words.ts'

/** Pushes a branch's commits and reports it; a refusal comes with what can be done. True where it was pushed. */
export async function push(
  committed: CommittedBranch,
  opensPage = false,
  overwrite = false,
): Promise<boolean> {
  const { root, branch, commits, pullRequest } = committed
  const title = `Pushing ${branch}`
  const argument = { root, branch, oid: commits.at(-1)?.oid, overwrite, ...pullRequest }
  const answer = await during(title, () => ask<PushAnswer | Refused>('fluxmark.push', argument))
  if (answer === undefined) return false
  if ('failure' in answer) return refused(committed, opensPage, answer.failure)
  const page = answer.pullRequest
  if (opensPage && page !== undefined) await openPage(page)
  void showPushed(answer, opensPage ? undefined : page)
  return true
}

async function showPushed({ branch, remote }: PushAnswer, page: string | undefined): Promise<void> {
  const open = 'Open Pull Request'
  const answer = await askUser(
    'information',
    `Pushed ${branch} to ${remote}.`,
    {},
    ...(page === undefined ? [] : [open]),
  )
  if (answer === open && page !== undefined) await openPage(page)
}

/** Parsed strictly, the address keeps its encoding. */
async function openPage(page: string): Promise<void> {
  await env.openExternal(Uri.parse(page, true))
}

async function refused(committed: CommittedBranch, opensPage: boolean, failure: Failure): Promise<boolean> {
  const { root, branch, remote } = committed
  const text = failureText('Not pushed', failure)
  const byEditor =
    failure.code === 'E_PUSH_AUTH' || failure.code === 'E_PUSH_SSH'
      ? editorPush(root, remote?.remote ?? '', branch)
      : undefined
  const login = 'Log In and Push'
  const overwrite = 'Overwrite…'
  const again = 'Push Again'
  const answer = await askUser(
    'error',
    text,
    {},
    ...(byEditor ? [login] : []),
    ...(failure.code === 'E_PUSH_REJECTED' ? [overwrite] : []),
    again,
  )
  if (answer === again) return push(committed, opensPage)
  if (answer === login && byEditor) return pushedByEditor(byEditor, branch)
  if (answer !== overwrite) return false
  const isSure = await askUser(
    'warning',
    `Overwrite ${branch} at ${remote?.remote}?`,
    {
      modal: true,
      detail: `${failure.message}\n\nIt is replaced only if it still holds what you fetched last.`,
    },
    'Overwrite',
  )
  return isSure === undefined ? false : push(committed, opensPage, true)
}

async function pushedByEditor(byEditor: () => Promise<void>, branch: string): Promise<boolean> {
  try {
    await byEditor()
    say('information', `Pushed ${branch}.`)
    return true
  } catch (error) {
    say('error', `Not pushed: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
