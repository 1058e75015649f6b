import type { CommitPlan, CommitPreview } from '../../../ports.ts'
import { builtinCommitLimit } from '../builtin/builtin-limit.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { identity, identityAt } from '../config/identity.ts'
import { blobText } from '../objects/blob-text.ts'
import { pathText } from '../objects/find-blob.ts'
import { openRepository } from '../open-repository.ts'
import { mayCommit, refuseHalfDone } from './may-commit.ts'
import { prepareCommit } from './prepare-commit.ts'

/** What a plan's commit would be, see `Git.preview`: worked out as `commit` does, up to where it would write. */
export async function preview(
  root: string,
  plan: CommitPlan,
  options: GitOptions,
): Promise<CommitPreview | undefined> {
  const { environment, clock } = options
  const opened = openRepository(root, options)
  const { repository, config } = opened
  if (plan.branch === undefined) refuseHalfDone(repository)
  const now = clock.now()
  const { name, email } = plan.author
    ? identityAt(plan.author, now)
    : identity('author', config, environment, now)
  return withStore(opened, options, builtinCommitLimit(opened, environment), async store => {
    const prepared = await prepareCommit(store, plan, (of, target) => mayCommit(of, repository, target))
    if (prepared === undefined) return undefined
    const files = await Promise.all(
      prepared.files.map(async ({ path, before, after }) => ({
        path: pathText(path),
        before: blobText((await store.read(before)).data).text,
        after: blobText(after.data).text,
      })),
    )
    const { branch, isHead } = prepared.target
    return { branch, isCheckedOut: isHead, author: { name, email }, files }
  })
}
