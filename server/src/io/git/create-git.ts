import type { Git } from '../../ports.ts'
import { commit } from './commit.ts'
import { failure } from './failure.ts'
import type { GitOptions } from './git-options.ts'
import { locate } from './locate.ts'

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: async path => locate(path)?.root,
    commit: (root, plan) => commit(root, plan, options),
    push: () => Promise.reject(failure('E_PUSH', 'Pushing is not there yet. Run git push.')),
    undo: () => Promise.reject(failure('E_UNDO', 'Undoing is not there yet. Run git reset --soft HEAD^.')),
  }
}
