import { builtinLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import type { Config } from '../config/read-config.ts'
import { openRepository } from '../open-repository.ts'
import type { SystemGit } from '../system/run-git.ts'

/** Opens a repository to look into its history; see `withStore`. */
export function withReader<T>(
  root: string,
  options: GitOptions,
  use: (store: Store, git: SystemGit | undefined, config: Config) => Promise<T>,
): Promise<T> {
  const opened = openRepository(root, options)
  const limit = builtinLimit(opened, options.environment)
  return withStore(opened, options, limit, (store, git) => use(store, git, opened.config))
}
