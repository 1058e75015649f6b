import type { CommitPlan, CommitResult } from '../../../ports.ts'
import { builtinCommitLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { identity, identityAt } from '../config/identity.ts'
import { openRepository } from '../open-repository.ts'
import type { Target } from '../refs/choose-target.ts'
import { findHooks } from '../system/find-hooks.ts'
import { commitWithHooks } from './commit-with-hooks.ts'
import { makeCommit } from './make-commit.ts'
import { mayCommit, refuseHalfDone } from './may-commit.ts'

/** Makes a plan's commit, see `Git.commit`. Undefined where nothing would change. */
export async function commit(
  root: string,
  plan: CommitPlan,
  options: GitOptions,
): Promise<CommitResult | undefined> {
  const { environment } = options
  const opened = openRepository(root, options)
  const { repository, config } = opened
  if (plan.branch === undefined) refuseHalfDone(repository)
  const now = options.clock.now()
  const context = {
    committer: identity('committer', config, environment, now),
    author: plan.author ? identityAt(plan.author, now) : identity('author', config, environment, now),
    check: (store: Store, target: Target) => mayCommit(store, repository, target),
  }
  return withStore(opened, options, builtinCommitLimit(opened, environment), (store, git) =>
    git && findHooks(repository, config, environment).length > 0
      ? commitWithHooks(git, store, opened, plan, context)
      : makeCommit(store, plan, context),
  )
}
