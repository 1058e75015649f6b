import { failure } from '../../../flux/failure.ts'
import type { CommitPlan } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import { refuseBranchName } from '../config/branch-name.ts'
import { lostCommits } from './lost-commits.ts'
import { refInTheWay } from './ref-in-the-way.ts'

/** Where a commit goes. */
export interface Target {
  readonly ref: string
  readonly branch: string
  readonly parent: string
  /** What the branch holds now; undefined where it is yet to be made. */
  readonly tip: string | undefined
  /** Whether `HEAD` is on it, so that the index has to follow. */
  readonly isHead: boolean
}

/**
 * The branch a plan's commit goes onto, and what it is based on. Rejects with `E_DETACHED`, `E_UNBORN`,
 * `E_BRANCH_NAME`, `E_BRANCH_NOT_FOUND`, `E_BRANCH_CHECKED_OUT` or `E_BRANCH_OVERWRITE`.
 */
export async function chooseTarget(store: Store, plan: Omit<CommitPlan, 'message'>): Promise<Target> {
  const head = await store.head()
  const ref = plan.branch === undefined ? head.ref : await store.target(branchRef(plan.branch))
  if (!ref?.startsWith('refs/heads/'))
    throw failure(
      'E_DETACHED',
      'No branch is checked out (detached HEAD). Name a branch to commit on, or check one out: git switch BRANCH.',
    )
  const branch = ref.slice('refs/heads/'.length)
  const tip = await store.ref(ref)
  const isHead = ref === head.ref
  const inTheWay = tip === undefined ? await refInTheWay(store, ref) : undefined
  if (inTheWay !== undefined)
    throw failure(
      'E_BRANCH_NAME',
      `No branch ${branch} can be made: Git cannot hold it beside ${inTheWay.replace('refs/heads/', 'the branch ')}. Choose another name.`,
    )
  if (plan.base === undefined) {
    const parent = tip ?? (isHead ? undefined : head.oid)
    if (parent !== undefined) return { ref, branch, parent, tip, isHead }
    throw failure(
      'E_UNBORN',
      `The branch ${branch} has no commit yet. Make the first one yourself; it holds the files that are to change.`,
    )
  }
  const parent = await store.ref(plan.base.startsWith('refs/') ? plan.base : branchRef(plan.base))
  if (parent === undefined)
    throw failure(
      'E_BRANCH_NOT_FOUND',
      `There is no branch ${plan.base} here to base ${branch} on. Fetch it, or name another.`,
    )
  if (isHead && parent !== tip)
    throw failure(
      'E_BRANCH_CHECKED_OUT',
      `${branch} is checked out, so it cannot be based anew on ${plan.base}. Check out ${plan.base}, or leave the base away.`,
    )
  const lost = tip === undefined || plan.overwrite === true ? [] : await lostCommits(store, tip, parent)
  if (lost.length > 0) throw overwrites(branch, plan.base, lost)
  return { ref, branch, parent, tip, isHead }
}

function branchRef(branch: string): string {
  refuseBranchName(branch)
  return `refs/heads/${branch}`
}

function overwrites(branch: string, base: string, lost: readonly string[]): Error {
  const some = lost.slice(0, 5).join(', ')
  return failure(
    'E_BRANCH_OVERWRITE',
    `${branch} holds ${lost.length === 1 ? 'a commit' : `${lost.length} commits`} that ${base} lacks and that would be lost: ${some}${lost.length > 5 ? ', …' : ''}. Commit on top of them, or agree to overwrite them.`,
  )
}
