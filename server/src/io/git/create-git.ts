import { failure, isFailure } from '../../flux/failure.ts'
import type { Git } from '../../ports.ts'
import { diskReason } from '../files/disk-failure.ts'
import { ahead } from './commit/ahead.ts'
import { commit } from './commit/commit.ts'
import { commitState } from './commit/commit-state.ts'
import { committed } from './commit/committed.ts'
import { preview } from './commit/preview.ts'
import { show } from './commit/show.ts'
import { undo } from './commit/undo.ts'
import type { GitOptions } from './config/git-options.ts'
import { locate } from './locate.ts'
import { destination } from './push/destination.ts'
import { push } from './push/push.ts'
import { fetchBranches, removeBranch, trackedBranches } from './push/remote-branches.ts'
import { unpushed } from './push/unpushed.ts'
import { baseOf } from './read/base-of.ts'
import { commitFiles } from './read/commit-files.ts'
import { resolveCommit } from './read/resolve-commit.ts'
import { withReader } from './read/with-reader.ts'

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: path => withFailures(async () => locate(path)?.root),
    preview: (root, plan) => withFailures(() => preview(root, plan, options)),
    committed: (root, plan) => withFailures(() => committed(root, plan, options)),
    unpushed: (root, plan) => withFailures(() => unpushed(root, plan, options)),
    commit: (root, plan) => withFailures(() => commit(root, plan, options)),
    base: (root, name, head) => withFailures(() => baseOf(root, name, head, options)),
    resolve: (root, name) =>
      withFailures(() => withReader(root, options, (store, git) => resolveCommit(store, name, git))),
    at: (root, oid, use) =>
      withFailures(() => withReader(root, options, async store => use(await commitFiles(root, oid, store)))),
    show: (root, oid) => withFailures(() => show(root, oid, options)),
    ahead: (root, branch, base) => withFailures(() => ahead(root, branch, base, options)),
    remote: (root, branch) => withFailures(() => destination(root, branch, options)),
    push: (root, commit, overwrite = false) => withFailures(() => push(root, commit, overwrite, options)),
    fetch: (root, remote, branches) => withFailures(() => fetchBranches(root, remote, branches, options)),
    tracked: (root, remote, prefix) => withFailures(() => trackedBranches(root, remote, prefix, options)),
    remove: (root, remote, branch) => withFailures(() => removeBranch(root, remote, branch, options)),
    state: (root, commit) => withFailures(() => commitState(root, commit, options)),
    undo: (root, commit) => withFailures(() => undo(root, commit, options)),
  }
}

/** Makes a failure of what the disk says. Anything else that is no failure is a bug, and passes as it is. */
async function withFailures<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const why = isFailure(error) ? undefined : diskReason(error)
    if (why === undefined) throw error
    const place = why.place === undefined ? '' : `${why.place}: `
    throw failure('E_WRITE', `A file of the repository cannot be read or written: ${place}${why.words}`)
  }
}
