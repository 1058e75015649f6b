import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import { locked } from '../builtin/lock-file.ts'
import { retryLocked } from '../builtin/retry-locked.ts'
import type { Store } from '../builtin/store.ts'
import type { Repository } from '../locate.ts'
import type { Target } from '../refs/choose-target.ts'
import { refPath } from '../refs/read-ref.ts'
import { inProgress } from './in-progress.ts'

/**
 * Rejects with `E_IN_PROGRESS` where something is half done on the branch that is checked out, with
 * `E_BRANCH_CHECKED_OUT` where another worktree holds the target, with a lock's failure where one stays taken.
 */
export async function mayCommit(
  store: Store,
  repository: Repository,
  { ref, branch, isHead }: Target,
): Promise<void> {
  if (isHead) refuseHalfDone(repository)
  const other = isHead ? undefined : await store.checkedOutAt(ref)
  if (other !== undefined)
    throw failure(
      'E_BRANCH_CHECKED_OUT',
      `The branch ${branch} is in use in the worktree ${other}${existsSync(other) ? '' : ', which is gone: run git worktree prune'}. Commit there, name another branch, or remove that worktree (git worktree remove).`,
    )
  await retryLocked(() => refuseLocked(repository, ref, isHead))
}

/** Throws `E_IN_PROGRESS` where a merge, a rebase or the like waits to be finished. */
export function refuseHalfDone(repository: Repository): void {
  const half = inProgress(repository)
  if (half !== undefined) throw failure('E_IN_PROGRESS', half)
}

/** A lock that is taken now may be free when the commit is made; one that stays is reported before anything is written. */
function refuseLocked(repository: Repository, ref: string, isHead: boolean): void {
  const index = `${join(repository.gitdir, 'index')}.lock`
  if (isHead && existsSync(index)) throw locked(index, 'E_INDEX_LOCKED')
  const refs = (isHead ? ['HEAD', ref] : [ref]).map(name => `${refPath(repository, name)}.lock`)
  const taken = refs.find(path => existsSync(path))
  if (taken !== undefined) throw locked(taken, 'E_REF_LOCKED')
}
