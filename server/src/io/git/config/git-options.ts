import type { Clock } from '../../../ports.ts'
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
