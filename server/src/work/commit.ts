import { type CommitChoice, commitPlans, type PlannedCommit } from '../flux/commit/commit-plans.ts'
import { failureOf, isFailure } from '../flux/failure.ts'
import type { CommitPlan, CommitResult, Failure } from '../ports.ts'
import {
  byRepository,
  type FolderChanges,
  type OpenFolder,
  type RepositoryChanges,
} from './repository-changes.ts'

/** How changes are to be committed. */
export interface CommitOptions extends Omit<CommitChoice, 'existing'> {
  /**
   * Of a push branch that holds commits which its checkout branch lacks: `follow` commits on top of them, `overwrite`
   * loses them, `follow-if-ahead` begins at the checkout branch unless there are such commits. Absent: `E_BRANCH_OVERWRITE`.
   */
  readonly existing?: 'follow' | 'overwrite' | 'follow-if-ahead'
}

/** A commit, and the repository in which it is to be made. */
export interface RepositoryCommit<F extends OpenFolder = OpenFolder> {
  readonly repository: RepositoryChanges<F>
  readonly planned: PlannedCommit
}

export interface MadeCommit<F extends OpenFolder = OpenFolder> extends RepositoryCommit<F> {
  readonly result: CommitResult
}

/** What was done, as far as it went. */
export interface Committed<F extends OpenFolder = OpenFolder> {
  /** In the order in which they were made; of a branch that holds the values already there is none. */
  readonly made: readonly MadeCommit<F>[]
  readonly failures: readonly (Failure & { readonly root: string; readonly branch?: string })[]
}

/** Puts changes into the texts that the user sees: an editor's, or those on disk. False where they were not taken. */
export type Apply<F extends OpenFolder> = (changes: readonly FolderChanges<F>[]) => Promise<boolean>

/** The commits of these changes by the user's choice, in each repository that they lie in. */
export async function planCommits<F extends OpenFolder>(
  found: readonly FolderChanges<F>[],
  { existing, ...choice }: CommitOptions,
): Promise<readonly RepositoryCommit<F>[]> {
  const known = existing === undefined || existing === 'follow-if-ahead' ? {} : { existing }
  const repositories = (await Promise.all(found.map(byRepository))).flat()
  return repositories.flatMap(repository =>
    commitPlans(repository.snapshot, repository.changes, { ...choice, ...known }).map(planned => ({
      repository,
      planned,
    })),
  )
}

/**
 * Applies what is checked out, and commits. A commit on a branch that is not checked out leaves the texts as they are.
 * Undefined where the changes were not taken: then nothing was committed. What would follow a commit that was refused
 * is not made either. Throws what `apply` throws.
 */
export async function commitChanges<F extends OpenFolder>(
  found: readonly FolderChanges<F>[],
  options: CommitOptions,
  apply: Apply<F>,
): Promise<Committed<F> | undefined> {
  const all = await planCommits(found, options)
  const here = all.filter(({ planned }) => planned.plan.branch === undefined)
  if (here.length > 0 && !(await apply(here.map(withChanges)))) return undefined
  const made: MadeCommit<F>[] = []
  const failures: Committed['failures'][number][] = []
  for (const commit of all) {
    const { root } = commit.repository
    const { branch } = commit.planned.plan
    if (failures.some(failed => failed.root === root && failed.branch === branch)) continue
    try {
      const result = await committed(commit, options.existing === 'follow-if-ahead')
      if (result !== undefined) made.push({ ...commit, result })
    } catch (error) {
      failures.push({ root, ...(branch === undefined ? {} : { branch }), ...failureOf(error) })
    }
  }
  const alsoHere = made.filter(
    ({ planned, result }) => planned.plan.branch !== undefined && result.isCheckedOut,
  )
  try {
    if (alsoHere.length > 0) await apply(alsoHere.map(withChanges))
  } catch (error) {
    // The commits stand.
    failures.push({ root: alsoHere[0]?.repository.root ?? '', ...failureOf(error) })
  }
  return { made, failures }
}

function withChanges<F extends OpenFolder>({ repository, planned }: RepositoryCommit<F>): FolderChanges<F> {
  return { ...repository, changes: planned.changes }
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
