import type { Git } from '../../ports.ts'
import { commit } from './commit.ts'
import type { GitOptions } from './git-options.ts'
import { locate } from './locate.ts'
import { push } from './push/push.ts'
import { undo } from './undo.ts'

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: async path => locate(path)?.root,
    commit: (root, plan) => commit(root, plan, options),
    push: (root, commit, overwrite = false) => push(root, commit, overwrite, options),
    undo: (root, commit) => undo(root, commit, options),
  }
}
