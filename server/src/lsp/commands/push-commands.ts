import { sep } from 'node:path'
import { failureOf } from '../../flux/failure.ts'
import { pullRequestUrl } from '../../ide/texts/pull-request-url.ts'
import type { CommitContent, Git, PushResult } from '../../ports.ts'
import type { PushAnswer, Refused, UndoAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'

/** `fluxmark.push {root, oid, branch, overwrite?, base?, title?, body?}`: to where `git push` would, with the user's own Git. */
export function push(workspaces: Workspaces, argument: Argument): Promise<PushAnswer | Refused> {
  return carriedOut(workspaces, argument, async (git, { root, oid, branch }) => {
    const pushed = await git.push(root, { oid, branch }, argument.overwrite)
    const { title = '', body = '', base } = argument
    const page = pullRequestPage(workspaces, pushed, { title, body, ...(base === undefined ? {} : { base }) })
    return page === undefined ? pushed : { ...pushed, pullRequest: page }
  })
}

/** `fluxmark.undoCommit {root, oid, branch}`: takes the newest commit of a branch back, where nobody has it yet. */
export function undoCommit(workspaces: Workspaces, argument: Argument): Promise<UndoAnswer | Refused> {
  return carriedOut(workspaces, argument, async (git, { root, oid, branch }) => {
    await git.undo(root, { oid, branch })
    return { undone: true }
  })
}

/** `fluxmark.showCommit {root, oid}`: the message, and each file before and after. */
export function showCommit(workspaces: Workspaces, argument: Argument): Promise<CommitContent | Refused> {
  return carriedOut(workspaces, { branch: '', ...argument }, (git, { root, oid }) => git.show(root, oid))
}

/** The page that opens a pull request of what was pushed, where the forge is known and it is not into itself. */
export function pullRequestPage(
  { settings: { forges } }: Workspaces,
  { url, branch, base: standard }: PushResult,
  { title, body, base = standard }: { readonly title: string; readonly body: string; readonly base?: string },
): string | undefined {
  if (branch === base) return undefined
  return pullRequestUrl({ url, branch, title, body, ...(base === undefined ? {} : { base }) }, forges)
}

async function carriedOut<T>(
  workspaces: Workspaces,
  { root, oid, branch }: Argument,
  act: (
    git: Git,
    commit: { readonly root: string; readonly oid: string; readonly branch: string },
  ) => Promise<T>,
): Promise<T | Refused> {
  const workspace = workspaces.all().find(({ root: open }) => root === open || root?.startsWith(open + sep))
  if (workspace === undefined || root === undefined || oid === undefined || branch === undefined) {
    const message = 'This takes the root, the oid and the branch of a commit in a folder that is open.'
    return { failure: { code: 'E_NO_REPO', message } }
  }
  try {
    return await act(workspace.session.git, { root, oid, branch })
  } catch (error) {
    return { failure: failureOf(error) }
  }
}
