import { isFailure } from '../../../flux/failure.ts'
import type { CommitPlan, CommitResult } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import type { Identity } from '../config/identity.ts'
import type { Target } from '../refs/choose-target.ts'
import { completeMessage } from './complete-message.ts'
import { prepareCommit } from './prepare-commit.ts'

/** The people of a commit, and who may refuse it. */
export interface CommitContext {
  readonly author: Identity
  readonly committer: Identity
  /** Rejects where a commit may not go onto the target now. */
  readonly check: (store: Store, target: Target) => Promise<void>
}

/**
 * Makes a plan's commit: works it out, writes its objects, publishes it. Where the branch or the index moved in
 * between, it is worked out anew, up to five times: every edit finds and verifies its place again.
 */
export async function makeCommit(
  store: Store,
  plan: CommitPlan,
  { author, committer, check }: CommitContext,
): Promise<CommitResult | undefined> {
  const message = completeMessage(plan.message)
  for (let tries = 1; ; tries++) {
    const prepared = await prepareCommit(store, plan, check)
    if (!prepared) return undefined
    const { target, tree, objects, index } = prepared
    const oid = await store.commit(objects, { tree, parent: target.parent, author, committer, message })
    try {
      const reflog = { committer, message: `commit: ${message.trim().split('\n', 1)[0]}` }
      await store.publish({
        ref: target.ref,
        oid,
        expected: target.tip,
        reflog,
        ...(index ? { index } : {}),
      })
      return { oid, branch: target.branch, isCheckedOut: target.isHead, notes: [] }
    } catch (error) {
      if (tries >= 5 || !isFailure(error, 'E_REF_MOVED', 'E_INDEX_MOVED')) throw error
    }
  }
}
