import { failureOf } from '../flux/failure.ts'
import type { CommitPlan, CommitPreview, Failure, FileDiff } from '../ports.ts'
import type { RepositoryCommit } from './plan-commits.ts'
import type { RepositoryChanges } from './repository-changes.ts'

/** What the commits of one branch together would change. No files: the branch holds these values already. */
export interface BranchPreview {
  /** Absolute path of the repository. */
  readonly root: string
  readonly branch?: string
  readonly isCheckedOut: boolean
  readonly author?: CommitPreview['author']
  readonly files: readonly FileDiff[]
}

/** Why the commits of one branch would be refused. */
export type BranchRefusal = Failure & Pick<BranchPreview, 'root' | 'branch'>

/** What these commits would do, a branch at a time. Nothing is written. */
export function previewCommits(
  commits: readonly RepositoryCommit[],
): Promise<readonly (BranchPreview | BranchRefusal)[]> {
  const branches = new Map<string, { readonly repository: RepositoryChanges; readonly plan: CommitPlan }>()
  for (const { repository, planned } of commits) {
    const key = JSON.stringify([repository.root, planned.plan.branch ?? null])
    const plan = branches.get(key)?.plan
    const files = [...(plan?.files ?? []), ...planned.plan.files]
    branches.set(key, { repository, plan: { ...(plan ?? planned.plan), files } })
  }
  return Promise.all([...branches.values()].map(previewed))
}

async function previewed({
  repository: { folder, root, inRepository },
  plan,
}: {
  readonly repository: RepositoryChanges
  readonly plan: CommitPlan
}): Promise<BranchPreview | BranchRefusal> {
  const { branch } = plan
  const place = { root, ...(branch === undefined ? {} : { branch }) }
  try {
    const preview = await folder.session.git.preview(root, inRepository(plan))
    return preview === undefined ? { ...place, isCheckedOut: false, files: [] } : { root, ...preview }
  } catch (error) {
    return { ...place, ...failureOf(error) }
  }
}
