import { type CommitChoice, commitPlans, type PlannedCommit } from '../flux/commit/commit-plans.ts'
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
