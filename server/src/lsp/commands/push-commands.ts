import { parseRemote } from '../../flux/commit/forge.ts'
import type { CommitContent, CommitState, PushResult } from '../../ports.ts'
import {
  type CommitPlace,
  pushCommit,
  showCommit as showOf,
  commitState as stateOf,
  undoCommit as undoOf,
} from '../../work/made-commit.ts'
import { openRequest, type RequestOutcome } from '../../work/open-request.ts'
import type { OpenFolder } from '../../work/repository-changes.ts'
import { revertCommit as revertOf } from '../../work/revert-commit.ts'
import type { PushAnswer, Refused, RevertAnswer, UndoAnswer } from '../protocol.ts'
import { pathBelow } from '../uris.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'

/**
 * `fluxmark.push {root, oid, branch, overwrite?, request?, base?, title?, body?}`: to where `git push` would, with the
 * user's own Git; with `request` the pull request of the branch is opened, or updated.
 */
export function push(workspaces: Workspaces, argument: Argument): Promise<PushAnswer | Refused> {
  const { overwrite = false, title = '', body = '', base } = argument
  const text = { title, body, ...(base === undefined ? {} : { base }) }
  const { forges, labels, reviewers } = workspaces.settings
  return ofCommit(workspaces, argument, async (folder, commit) => {
    const pushed = await pushCommit(folder, commit, { overwrite, text, forges })
    if ('failure' in pushed || !argument.request) return pushed
    const { root, branch } = commit
    const about = { root, branch, pushed, text, isNew: true }
    return {
      ...pushed,
      ...asAnswer(await openRequest(folder, about, { labels, reviewers, forges }), pushed.url),
    }
  })
}

/** A forge that has no interface of ours has its page, which is named already. */
function asAnswer(outcome: RequestOutcome, url: string): Omit<PushAnswer, keyof PushResult> {
  if ('request' in outcome) return { request: outcome.request }
  if ('nothing' in outcome) return { nothing: outcome.nothing }
  if ('failure' in outcome) return { refusal: { ...outcome.failure, host: parseRemote(url)?.host ?? '' } }
  return {}
}

/** `fluxmark.undoCommit {root, oid, branch}`: takes the newest commit of a branch back, where nobody has it yet. */
export function undoCommit(workspaces: Workspaces, argument: Argument): Promise<UndoAnswer | Refused> {
  return ofCommit(workspaces, argument, undoOf)
}

/** `fluxmark.revertCommit {root, oid, branch}`: a commit that takes the values of another one back, which others have already. */
export function revertCommit(workspaces: Workspaces, argument: Argument): Promise<RevertAnswer | Refused> {
  return ofCommit(workspaces, argument, async (folder, commit) => {
    const outcome = await revertOf(folder, commit)
    if ('failure' in outcome) return outcome
    const { pullRequest, ...reverted } = outcome.reverted
    return { reverted: { ...reverted, pullRequest: { ...pullRequest, hasPage: false } } }
  })
}

/** `fluxmark.showCommit {root, oid}`: the message, and each file before and after. */
export function showCommit(workspaces: Workspaces, argument: Argument): Promise<CommitContent | Refused> {
  return ofCommit(workspaces, { branch: '', ...argument }, showOf)
}

/** `fluxmark.commitState {root, oid, branch}`: whether the branch and the remotes still have a commit. */
export function commitState(workspaces: Workspaces, argument: Argument): Promise<CommitState | Refused> {
  return ofCommit(workspaces, argument, stateOf)
}

/** Acts on a commit in the repository of a folder that is open: the folder lies in it, or it is a submodule there. */
async function ofCommit<T>(
  workspaces: Workspaces,
  { root, oid, branch }: Argument,
  act: (folder: OpenFolder, commit: CommitPlace) => Promise<T | Refused>,
): Promise<T | Refused> {
  if (root === undefined || oid === undefined || branch === undefined)
    return refused('This takes the root, the oid and the branch of a commit.')
  const folder = workspaces.all().find(({ root: open }) => isNested(open, root))
  if (folder === undefined)
    return refused(
      `The commit is in ${root}, and no folder of that repository is open. Open it, and try again.`,
    )
  return act(folder, { root, oid, branch })
}

function refused(message: string): Refused {
  return { failure: { code: 'E_NO_REPO', message } }
}

function isNested(one: string, other: string): boolean {
  return one === other || pathBelow(one, other) !== undefined || pathBelow(other, one) !== undefined
}
