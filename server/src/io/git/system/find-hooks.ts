import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { type Config, type Environment, lastValue } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'

/** The hooks that git-commit(1) runs, and those that moving a ref or writing the index runs. */
const commitHooks = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'reference-transaction',
  'post-index-change',
]

/** Those of some hooks (all of a commit, where absent) that this repository has to run. A hook that is not executable does not run (on Windows all do). */
export function findHooks(
  { root, commondir }: Repository,
  config: Config,
  { home }: Environment,
  names: readonly string[] = commitHooks,
): readonly string[] {
  const set = lastValue(config, 'core.hookspath')
  const path = set?.startsWith('~/') ? join(home, set.slice(2)) : set
  const folder = path ? (isAbsolute(path) ? path : join(root, path)) : join(commondir, 'hooks')
  return names.filter(name => isExecutable(join(folder, name)))
}

function isExecutable(path: string): boolean {
  try {
    // Git finds no hooks either where the folder is none, as with core.hooksPath=/dev/null.
    if (!statSync(path).isFile()) return false
    if (process.platform === 'win32') return true
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
