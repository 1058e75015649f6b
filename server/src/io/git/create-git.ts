import { failure, isFailure } from '../../flux/failure.ts'
import type { Git } from '../../ports.ts'
import { diskReason } from '../files/disk-failure.ts'
import { commit } from './commit/commit.ts'
import { committed } from './commit/committed.ts'
import { preview } from './commit/preview.ts'
import { show } from './commit/show.ts'
import { undo } from './commit/undo.ts'
import type { GitOptions } from './config/git-options.ts'
import { locate } from './locate.ts'
import { destination } from './push/destination.ts'
import { push } from './push/push.ts'
import { unpushed } from './push/unpushed.ts'

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: path => told(async () => locate(path)?.root),
    preview: (root, plan) => told(() => preview(root, plan, options)),
    committed: (root, plan) => told(() => committed(root, plan, options)),
    unpushed: (root, plan) => told(() => unpushed(root, plan, options)),
    commit: (root, plan) => told(() => commit(root, plan, options)),
    show: (root, oid) => told(() => show(root, oid, options)),
    remote: (root, branch) => told(() => destination(root, branch, options)),
    push: (root, commit, overwrite = false) => told(() => push(root, commit, overwrite, options)),
    undo: (root, commit) => told(() => undo(root, commit, options)),
  }
}

/** Makes a failure of what the disk says. Anything else that is no failure is a bug, and passes as it is. */
async function told<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const why = isFailure(error) ? undefined : diskReason(error)
    if (why === undefined) throw error
    const place = why.place === undefined ? '' : `${why.place}: `
    throw failure('E_WRITE', `A file of the repository cannot be read or written: ${place}${why.words}`)
  }
}
