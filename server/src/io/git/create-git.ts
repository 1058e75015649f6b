import type { Clock, CommitPlan, CommitResult, Git } from '../../ports.ts'
import { builtinLimit } from './builtin-limit.ts'
import { builtinStore } from './builtin-store.ts'
import { checkedOutAt } from './checked-out-at.ts'
import type { Target } from './choose-target.ts'
import { failure, needsSystemGit } from './failure.ts'
import { identity, signature } from './identity.ts'
import { inProgress } from './in-progress.ts'
import { locate, type Repository } from './locate.ts'
import { makeCommit } from './make-commit.ts'
import { type Config, type Environment, readConfig } from './read-config.ts'
import { unsafeOwner } from './unsafe-owner.ts'

/** The setting `fluxmark.git.engine`: which writer commits. */
export type GitEngine = 'auto' | 'builtin' | 'system'

/** What the Git port needs of its surroundings. Functions are asked anew each time, as settings change. */
export interface GitOptions {
  /** Whether the workspace is trusted. Without trust nothing is committed and no program runs. */
  readonly trusted: () => boolean
  readonly engine: () => GitEngine
  readonly environment: Environment
  readonly clock: Clock
}

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: async path => locate(path)?.root,
    commit: (root, plan) => commit(root, plan, options),
    push: () => Promise.reject(failure('E_PUSH', 'Pushing is not there yet. Run git push.')),
    undo: () => Promise.reject(failure('E_UNDO', 'Undoing is not there yet. Run git reset --soft HEAD^.')),
  }
}

async function commit(
  root: string,
  plan: CommitPlan,
  options: GitOptions,
): Promise<CommitResult | undefined> {
  const { environment } = options
  if (!options.trusted())
    throw failure('E_UNTRUSTED', 'The workspace is not trusted, so nothing is committed. Trust it first.')
  const { repository, config } = open(root, environment)
  const limit = builtinLimit(repository, config, environment)
  if (limit !== undefined) throw needsSystemGit(limit)
  const now = options.clock.now()
  const committer = identity('committer', config, environment, now)
  const author = plan.author ? signature(plan.author, now) : identity('author', config, environment, now)
  const check = (target: Target) => mayCommit(repository, config, target)
  const store = builtinStore(repository, config)
  try {
    return await makeCommit(store, plan, { author, committer, check })
  } finally {
    store.close()
  }
}

/** The repository whose working tree's top is `root`, and its configuration. */
function open(
  root: string,
  environment: Environment,
): { readonly repository: Repository; readonly config: Config } {
  const repository = locate(root)
  if (!repository)
    throw failure('E_NO_REPO', `${root} lies in no Git repository. Run git init, and commit your files.`)
  const config = readConfig(repository, environment)
  const foreign = unsafeOwner(repository, config, environment)
  if (foreign === undefined) return { repository, config }
  throw failure(
    'E_UNSAFE_OWNER',
    `${foreign} belongs to another user, so Git does not trust this repository. If you do: git config --global --add safe.directory ${repository.root}`,
  )
}

function mayCommit(repository: Repository, config: Config, { ref, branch, isHead }: Target): void {
  const half = isHead ? inProgress(repository) : undefined
  if (half !== undefined) throw failure('E_IN_PROGRESS', half)
  const other = isHead ? undefined : checkedOutAt(repository, config, ref)
  if (other === undefined) return
  throw failure(
    'E_BRANCH_CHECKED_OUT',
    `The branch ${branch} is in use in ${other}. Commit there, or name another branch.`,
  )
}
