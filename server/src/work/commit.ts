import type { Skipped } from '../flux/chain/update.ts'
import { failureOf, isFailure } from '../flux/failure.ts'
import { isFailureCode } from '../flux/failure-codes.ts'
import type { CommitPlan, CommitResult, Failure } from '../ports.ts'
import type { CommitOptions, RepositoryCommit } from './plan-commits.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'
import { type RepositoryBranch, toCommit } from './to-commit.ts'

export interface MadeCommit<F extends OpenFolder = OpenFolder> extends RepositoryCommit<F> {
  readonly result: CommitResult
}

/** What was done, as far as it went. */
export interface Committed<F extends OpenFolder = OpenFolder> {
  /** In the order in which they were made; of a branch that holds the values already there is none. */
  readonly made: readonly MadeCommit<F>[]
  /** Commits that were refused, or that would have followed one. */
  readonly unmade: readonly RepositoryCommit<F>[]
  /** Branches that held every value before. */
  readonly settled: readonly RepositoryCommit<F>[]
  /** Every branch that the changes are meant for, but those that could not be looked at. */
  readonly branches: readonly RepositoryBranch<F>[]
  /** What was not committed, each with its reason. */
  readonly skipped: readonly Skipped[]
  readonly failures: readonly (Failure & { readonly root: string; readonly branch?: string })[]
}

/**
 * Puts changes into the texts that the user sees: an editor's, or those on disk. False where they were not taken.
 * `wanted` holds what the branch refuses, too.
 */
export type Apply<F extends OpenFolder> = (
  changes: readonly FolderChanges<F>[],
  wanted: readonly FolderChanges<F>[],
) => Promise<boolean>

/** Called with all that is going to be done, before anything is; what it rejects with stops it. */
export type Announce<F extends OpenFolder = OpenFolder> = (
  commits: readonly RepositoryCommit<F>[],
  branches: readonly RepositoryBranch<F>[],
) => void | Promise<void>

/**
 * Applies what is checked out, and commits what the branches lack. A commit on a branch that is not checked out leaves the texts as they are.
 * Undefined where the changes were not taken: then nothing was committed. What would follow a commit that was refused
 * is not made either. Throws what `apply` and `announce` throw.
 */
export async function commitChanges<F extends OpenFolder>(
  found: readonly FolderChanges<F>[],
  options: CommitOptions,
  apply: Apply<F>,
  announce: Announce<F> = () => {},
): Promise<Committed<F> | undefined> {
  const planned = await toCommit(found, options)
  const { commits, here, wantedHere, settled, branches, skipped, failures: refused } = planned
  await announce(commits, branches)
  if (wantedHere.length > 0 && !(await apply(here, wantedHere))) return undefined
  const made: MadeCommit<F>[] = []
  const unmade: RepositoryCommit<F>[] = []
  const failures: Committed['failures'][number][] = [...refused, ...failuresOf(skipped, commits.length)]
  for (const commit of commits) {
    const { root } = commit.repository
    const { branch } = commit.planned.plan
    if (failures.some(failed => failed.root === root && failed.branch === branch)) {
      unmade.push(commit)
      continue
    }
    try {
      const result = await committed(commit, options.existing === 'follow-if-ahead')
      if (result !== undefined) made.push({ ...commit, result })
    } catch (error) {
      unmade.push(commit)
      failures.push({ root, ...(branch === undefined ? {} : { branch }), ...failureOf(error) })
    }
  }
  return { made, unmade, settled, branches, skipped, failures }
}

/**
 * Why what was skipped is a failure: always, but for a file that Git does not know, where something else could be
 * committed: Flux, which reads the commit, does not know it either.
 */
export function failuresOf(skipped: readonly Skipped[], commits: number): Committed['failures'] {
  const failed = skipped.filter(({ code }) => commits === 0 || code !== 'E_NOT_TRACKED')
  return failed
    .slice(0, 1)
    .flatMap(({ code, reason }) => (isFailureCode(code) ? [{ root: '', code, message: reason }] : []))
}

async function committed(
  { repository, planned }: RepositoryCommit,
  followsIfAhead: boolean,
): Promise<CommitResult | undefined> {
  const { folder, root, inRepository } = repository
  const { git } = folder.session
  const plan = inRepository(planned.plan)
  try {
    return await git.commit(root, plan)
  } catch (error) {
    if (!followsIfAhead || !isFailure(error, 'E_BRANCH_OVERWRITE', 'E_BRANCH_CHECKED_OUT')) throw error
    const { base: _, ...following }: CommitPlan = plan
    return await git.commit(root, following)
  }
}
