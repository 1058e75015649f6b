import type { CommitPlan, CommitResult } from '../../ports.ts'
import type { Target } from './choose-target.ts'
import { failure, hasCode } from './failure.ts'
import type { Signature } from './identity.ts'
import { prepareCommit } from './prepare-commit.ts'
import type { Store } from './store.ts'

/** The people of a commit, and who may refuse it. */
export interface CommitContext {
  readonly author: Signature
  readonly committer: Signature
  /** Throws where a commit may not go onto the target now. */
  readonly check: (target: Target) => void
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
  const message = completed(plan.message)
  for (let tries = 1; ; tries++) {
    const prepared = await prepareCommit(store, plan, check)
    if (!prepared) return undefined
    const { target, tree, objects, index } = prepared
    await store.write(objects)
    const commit = await store.commit({ tree, parents: [target.parent], author, committer, message })
    await store.write([commit])
    try {
      const reflog = { committer, message: `commit: ${message.trim().split('\n', 1)[0]}` }
      await store.publish({
        ref: target.ref,
        oid: commit.oid,
        expected: target.tip,
        reflog,
        ...(index ? { index } : {}),
      })
      return { oid: commit.oid, branch: target.branch, notes: [] }
    } catch (error) {
      if (tries >= 5 || !hasCode(error, 'E_REF_MOVED', 'E_INDEX_MOVED')) throw error
    }
  }
}

/** The message as given, its last line ended. Rejects with `E_MESSAGE` what no commit can hold. */
function completed(message: string): string {
  if (message.includes('\0'))
    throw failure('E_MESSAGE', 'The commit message holds a NUL character, which Git cannot store.')
  if (message.trim() === '')
    throw failure(
      'E_MESSAGE',
      'The commit message is empty. Give one, or mend the automation’s messageTemplate.',
    )
  return message.endsWith('\n') ? message : `${message}\n`
}
