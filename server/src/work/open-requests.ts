import { failureOf } from '../flux/failure.ts'
import type { PushResult } from '../ports.ts'
import type { Committed } from './commit.ts'
import type { MadeBranch } from './made-branches.ts'
import type { Refused } from './made-commit.ts'
import { admitRequest, openRequest, type RequestOptions, type RequestOutcome } from './open-request.ts'
import type { RepositoryBranch } from './to-commit.ts'

/** The pull request of a branch. */
export interface BranchRequest {
  readonly root: string
  readonly branch: string
  readonly outcome: RequestOutcome
}

/** Rejects where the request of one of these branches could not be opened, before anything is done (`admitRequest`). */
export async function admitRequests(
  branches: readonly RepositoryBranch[],
  options: RequestOptions,
): Promise<void> {
  for (const { repository, planned, branch } of branches) {
    const { folder, root } = repository
    const target = await folder.session.git.remote(root, branch)
    await admitRequest(folder, target, planned.base, options)
  }
}

/** Opens or updates the requests of every branch that got what was meant for it, and was pushed: just now or by an earlier run. */
export async function openRequests(
  { branches, unmade, failures }: Committed,
  pushed: readonly (MadeBranch & { readonly pushed?: PushResult | Refused })[],
  options: RequestOptions,
): Promise<readonly BranchRequest[]> {
  const requests: BranchRequest[] = []
  for (const { repository, planned, branch } of branches) {
    const { folder, root } = repository
    const isHere = (one: { readonly root: string; readonly branch?: string }) =>
      one.root === root && (one.branch === branch || one.branch === planned.plan.branch)
    const now = pushed.find(isHere)
    const isLeft =
      failures.some(isHere) ||
      unmade.some(one => one.repository.root === root && one.planned.plan.branch === planned.plan.branch) ||
      (now?.pushed && 'failure' in now.pushed)
    if (isLeft) continue
    try {
      const target =
        now?.pushed && !('failure' in now.pushed) ? now.pushed : await folder.session.git.remote(root, branch)
      const text = now?.pullRequest ?? {
        title: planned.plan.message.trim().split('\n', 1)[0] ?? '',
        body: '',
      }
      const base = text.base ?? planned.base ?? target.base
      const outcome = await openRequest(
        folder,
        {
          root,
          branch,
          pushed: target,
          text: { ...text, ...(base === undefined ? {} : { base }) },
          isNew: now !== undefined,
        },
        options,
      )
      requests.push({ root, branch, outcome })
    } catch (error) {
      requests.push({ root, branch, outcome: { failure: failureOf(error) } })
    }
  }
  return requests
}
