import { type Change, subjectOf } from '../flux/automation/changes.ts'
import { failureOf } from '../flux/failure.ts'
import { pullRequestText, type RequestedChange } from '../ide/texts/pull-request-text.ts'
import type { CommitPlan, CommitResult, PushResult } from '../ports.ts'
import type { MadeCommit } from './commit.ts'
import type { OpenFolder } from './repository-changes.ts'

/** A branch that got commits: what can be shown, pushed and taken back. */
export interface MadeBranch {
  readonly folder: OpenFolder
  /** Absolute path of the repository. */
  readonly root: string
  readonly branch: string
  readonly isCheckedOut: boolean
  /** In the order in which they were made. */
  readonly commits: readonly (CommitResult & Pick<CommitPlan, 'message' | 'replaced'>)[]
  /** Where a push would go, where there is such a place. */
  readonly remote?: PushResult
  readonly pullRequest: PullRequestText
}

/** What a pull request of a branch says. */
export interface PullRequestText {
  readonly title: string
  readonly body: string
  /** The branch to merge into, where the automation or the remote names it. */
  readonly base?: string
}

/** Commits by their branch. With `canPush` each says where a push of it would go. */
export function madeBranches(
  made: readonly MadeCommit[],
  { canPush }: { readonly canPush: boolean },
): Promise<readonly MadeBranch[]> {
  const keys = made.map(({ repository, result }) => JSON.stringify([repository.root, result.branch]))
  return Promise.all(
    [...new Set(keys)].flatMap(key => {
      const [first, ...others] = made.filter((_, at) => keys[at] === key)
      return first ? [madeBranch([first, ...others], canPush)] : []
    }),
  )
}

async function madeBranch(
  made: readonly [MadeCommit, ...MadeCommit[]],
  canPush: boolean,
): Promise<MadeBranch> {
  const [{ repository, planned, result }] = made
  const { folder, root } = repository
  const { branch } = result
  const remote = canPush ? await remoteOf(folder, root, branch) : undefined
  const base = made.find(one => one.planned.base !== undefined)?.planned.base ?? remote?.base
  const changes: readonly Change[] = made.flatMap(one => one.planned.changes)
  const message = made.length === 1 ? planned.plan.message : `Update ${changes.length} values`
  return {
    folder,
    root,
    branch,
    isCheckedOut: made.every(one => one.result.isCheckedOut),
    commits: made.map(({ result, planned: { plan } }) => ({
      ...result,
      message: plan.message,
      ...(plan.replaced === undefined ? {} : { replaced: plan.replaced }),
    })),
    ...(remote ? { remote } : {}),
    pullRequest: {
      ...pullRequestText(message, changes.map(requested)),
      ...(base === undefined ? {} : { base }),
    },
  }
}

/** A change as a pull request tells it. */
export function requested(change: Change): RequestedChange {
  const { path, oldValue, newValue } = change
  return { path, oldValue, newValue, subject: subjectOf(change) }
}

/** Undefined where there is no remote, or no Git to push with. */
async function remoteOf(
  { session }: OpenFolder,
  root: string,
  branch: string,
): Promise<PushResult | undefined> {
  try {
    return await session.git.remote(root, branch)
  } catch (error) {
    failureOf(error)
    return undefined
  }
}
