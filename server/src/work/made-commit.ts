import type { Forge } from '../flux/commit/forge.ts'
import { failureOf } from '../flux/failure.ts'
import type { CommitContent, CommitState, Failure, Git, PushResult } from '../ports.ts'
import type { PullRequestText } from './made-branches.ts'
import { pullRequestPage } from './pull-request-page.ts'
import type { OpenFolder } from './repository-changes.ts'

/** A commit that was made: where it is. */
export interface CommitPlace {
  /** Absolute path of the repository. */
  readonly root: string
  readonly oid: string
  readonly branch: string
}

/** What an act on a commit gives where it was refused. */
export interface Refused {
  readonly failure: Failure
}

/** What a push takes besides the commit. */
export interface PushOptions {
  /** The remote's branch may be replaced, if it is what was fetched last. */
  readonly overwrite?: boolean
  /** What a pull request is to say; without it there is no page. */
  readonly text?: PullRequestText
  readonly forges?: Readonly<Record<string, Forge>>
}

/** Pushes to where `git push` would, with the user's own Git; names the page that opens a pull request. */
export function pushCommit(
  { session }: OpenFolder,
  { root, oid, branch }: CommitPlace,
  { overwrite, text, forges }: PushOptions = {},
): Promise<(PushResult & { readonly pullRequest?: string }) | Refused> {
  return refusable(session, async git => {
    const pushed = await git.push(root, { oid, branch }, overwrite)
    const page = text && pullRequestPage(pushed, text, forges)
    return page === undefined ? pushed : { ...pushed, pullRequest: page }
  })
}

/** Takes the newest commit of a branch back, where nobody has it yet. */
export function undoCommit(
  { session }: OpenFolder,
  { root, oid, branch }: CommitPlace,
): Promise<{ readonly undone: true } | Refused> {
  return refusable(session, async git => {
    await git.undo(root, { oid, branch })
    return { undone: true }
  })
}

/** Where a commit is by now: what can still be done with it. */
export function commitState(
  { session }: OpenFolder,
  { root, oid, branch }: CommitPlace,
): Promise<CommitState | Refused> {
  return refusable(session, git => git.state(root, { oid, branch }))
}

/** The message, and each file before and after. */
export function showCommit(
  { session }: OpenFolder,
  { root, oid }: Omit<CommitPlace, 'branch'>,
): Promise<CommitContent | Refused> {
  return refusable(session, git => git.show(root, oid))
}

async function refusable<T>(
  session: OpenFolder['session'],
  act: (git: Git) => Promise<T>,
): Promise<T | Refused> {
  try {
    return await act(session.git)
  } catch (error) {
    return { failure: failureOf(error) }
  }
}
