import type { CommitResult, CommitState } from '../../../ports.ts'
import type { GitOptions } from '../config/git-options.ts'
import { withReader } from '../read/with-reader.ts'
import { isBehind, remotesWith } from '../refs/is-pushed.ts'

/** Where a commit is by now, see `Git.state`. A commit that the repository does not hold any more is in no branch. */
export function commitState(
  root: string,
  { oid, branch }: Pick<CommitResult, 'oid' | 'branch'>,
  options: GitOptions,
): Promise<CommitState> {
  return withReader(root, options, async store => {
    const tip = await store.ref(await store.target(`refs/heads/${branch}`))
    const remotes = await remotesWith(store, oid)
    if (tip === oid) return { branch: 'newest', remotes }
    const isThere = tip !== undefined && (await isBehind(store, tip, oid))
    return { branch: isThere ? 'older' : 'gone', remotes }
  })
}
