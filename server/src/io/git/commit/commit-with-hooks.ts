import { isFailure } from '../../../flux/failure.ts'
import type { CommitPlan, CommitResult } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import type { OpenRepository } from '../open-repository.ts'
import { identityVariables } from '../refs/ref-transaction.ts'
import type { SystemGit } from '../system/run-git.ts'
import { commitInPlace } from './commit-in-place.ts'
import { commitInWorktree } from './commit-in-worktree.ts'
import { completeMessage } from './complete-message.ts'
import type { CommitContext } from './make-commit.ts'
import { prepareCommit } from './prepare-commit.ts'

/**
 * Makes a plan's commit by `git commit` on an index of its own, which is the parent's tree with the bump in it: hooks
 * see exactly the bump and may refuse it (`E_HOOK`, with what they said). What a hook changed besides is noted. Never
 * `git commit --only`: it would take the user's unstaged hunks of the same files.
 */
export async function commitWithHooks(
  git: SystemGit,
  store: Store,
  opened: OpenRepository,
  plan: CommitPlan,
  context: CommitContext,
): Promise<CommitResult | undefined> {
  const { author, committer, check } = context
  const words = {
    input: completeMessage(plan.message),
    variables: { ...identityVariables('AUTHOR', author), ...identityVariables('COMMITTER', committer) },
  }
  for (let tries = 1; ; tries++) {
    const prepared = await prepareCommit(store, plan, check)
    if (!prepared) return undefined
    await store.write(prepared.objects)
    try {
      const commit = { git, store, opened, prepared, words }
      return await (prepared.index ? commitInPlace(commit, prepared.index) : commitInWorktree(commit))
    } catch (error) {
      if (tries >= 3 || !isFailure(error, 'E_REF_MOVED', 'E_INDEX_MOVED')) throw error
    }
  }
}
