import { sep } from 'node:path'
import type { CommitContent } from '../../ports.ts'
import {
  type CommitPlace,
  pushCommit,
  showCommit as showOf,
  undoCommit as undoOf,
} from '../../work/made-commit.ts'
import type { OpenFolder } from '../../work/repository-changes.ts'
import type { PushAnswer, Refused, UndoAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'

/** `fluxmark.push {root, oid, branch, overwrite?, base?, title?, body?}`: to where `git push` would, with the user's own Git. */
export function push(workspaces: Workspaces, argument: Argument): Promise<PushAnswer | Refused> {
  const { overwrite = false, title = '', body = '', base } = argument
  const text = { title, body, ...(base === undefined ? {} : { base }) }
  return ofCommit(workspaces, argument, (folder, commit) =>
    pushCommit(folder, commit, { overwrite, text, forges: workspaces.settings.forges }),
  )
}

/** `fluxmark.undoCommit {root, oid, branch}`: takes the newest commit of a branch back, where nobody has it yet. */
export function undoCommit(workspaces: Workspaces, argument: Argument): Promise<UndoAnswer | Refused> {
  return ofCommit(workspaces, argument, undoOf)
}

/** `fluxmark.showCommit {root, oid}`: the message, and each file before and after. */
export function showCommit(workspaces: Workspaces, argument: Argument): Promise<CommitContent | Refused> {
  return ofCommit(workspaces, { branch: '', ...argument }, showOf)
}

/** Acts on a commit in a folder that is open. */
async function ofCommit<T>(
  workspaces: Workspaces,
  { root, oid, branch }: Argument,
  act: (folder: OpenFolder, commit: CommitPlace) => Promise<T | Refused>,
): Promise<T | Refused> {
  const folder = workspaces.all().find(({ root: open }) => root === open || root?.startsWith(open + sep))
  if (folder === undefined || root === undefined || oid === undefined || branch === undefined) {
    const message = 'This takes the root, the oid and the branch of a commit in a folder that is open.'
    return { failure: { code: 'E_NO_REPO', message } }
  }
  return act(folder, { root, oid, branch })
}
