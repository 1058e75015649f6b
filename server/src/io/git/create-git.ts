import type { Clock, Git } from '../../ports.ts'
import { commit } from './commit.ts'
import { failure } from './failure.ts'
import { locate } from './locate.ts'
import type { Environment } from './read-config.ts'

/** The setting `fluxmark.git.engine`: which writer commits. */
export type GitEngine = 'auto' | 'builtin' | 'system'

/** What the Git port needs of its surroundings. Functions are asked anew each time, as settings change. */
export interface GitOptions {
  /** Whether the workspace is trusted. Without trust nothing is committed and no program runs. */
  readonly trusted: () => boolean
  readonly engine: () => GitEngine
  readonly environment: Environment
  readonly clock: Clock
}

/** Git on the disk. Every promise rejects with a `Failure`; its codes are listed in docs/git.md. */
export function createGit(options: GitOptions): Git {
  return {
    root: async path => locate(path)?.root,
    commit: (root, plan) => commit(root, plan, options),
    push: () => Promise.reject(failure('E_PUSH', 'Pushing is not there yet. Run git push.')),
    undo: () => Promise.reject(failure('E_UNDO', 'Undoing is not there yet. Run git reset --soft HEAD^.')),
  }
}
