import { failureOf } from '../flux/failure.ts'
import { pullRequestText } from '../ide/texts/pull-request-text.ts'
import { count } from '../ide/texts/words.ts'
import type { Failure, PushResult } from '../ports.ts'
import { requested } from './made-branches.ts'
import type { RepositoryBranch, ToCommit } from './to-commit.ts'

/** A pull request that an update would open or update, were it no dry run. Nothing is contacted for it. */
export interface DraftRequest {
  readonly branch: string
  /** Where the branch would be pushed to. */
  readonly remote: PushResult
  /** The forge's default branch where absent. */
  readonly base?: string
  readonly title: string
  readonly body: string
}

/** The pull requests of commits that are planned, and why there can be none. */
export async function draftRequests({
  commits,
  branches,
}: ToCommit): Promise<readonly (DraftRequest | Failure)[]> {
  const drafts = branches.map(async one => {
    const own = commits.filter(
      ({ repository, planned }) =>
        repository.root === one.repository.root && planned.plan.branch === one.planned.plan.branch,
    )
    return own.length === 0 ? [] : [await drafted(one, own)]
  })
  return (await Promise.all(drafts)).flat()
}

async function drafted(
  { repository, planned, branch }: RepositoryBranch,
  commits: ToCommit['commits'],
): Promise<DraftRequest | Failure> {
  try {
    const remote = await repository.folder.session.git.remote(repository.root, branch)
    const base = planned.base ?? remote.base
    const changes = commits.flatMap(one => one.planned.changes)
    const [first] = commits
    const message =
      commits.length === 1 && first ? first.planned.plan.message : `Update ${count(changes.length, 'value')}`
    const text = pullRequestText(message, changes.map(requested))
    if (base === remote.branch)
      return {
        code: 'E_FORGE_BASE',
        message: `a pull request needs a branch of its own, and ${base} is the one to merge into; name another one with --branch`,
      }
    return { branch, remote, ...(base === undefined ? {} : { base }), ...text }
  } catch (error) {
    return failureOf(error)
  }
}
