import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../../flux/failure.ts'
import type { GitOptions } from './config/git-options.ts'
import { type Config, isOn, lastValue, readConfig } from './config/read-config.ts'
import { unsafeOwner } from './config/unsafe-owner.ts'
import { locate, type Repository } from './locate.ts'

/** A repository that may be worked on, with its configuration. */
export interface OpenRepository {
  readonly repository: Repository
  readonly config: Config
}

/** Opens the repository whose working tree holds `root`, to change it. Throws `E_NOT_TRUSTED`, `E_NO_REPO`, `E_GITFILE`, `E_CONFIG` or `E_UNSAFE_OWNER`. */
export function openRepository(root: string, { trusted, environment }: GitOptions): OpenRepository {
  if (!trusted())
    throw failure('E_NOT_TRUSTED', 'Nothing is committed in a workspace that is not trusted. Trust it first.')
  const repository = locate(root)
  if (!repository)
    throw failure(
      'E_NO_REPO',
      `${root} lies in no Git repository. Run git init there, and commit your files.`,
    )
  const config = readConfig(repository, environment)
  const why = notItsWorkingTree(repository, config)
  if (why !== undefined)
    throw failure(
      'E_NO_REPO',
      `${repository.root} is not the working tree of its repository: ${why}. Open the working tree.`,
    )
  const foreign = unsafeOwner(repository, config, environment)
  if (foreign === undefined) return { repository, config }
  throw failure(
    'E_UNSAFE_OWNER',
    `${foreign} belongs to another user, so Git does not trust this repository. If you do: git config --global --add safe.directory ${repository.root}`,
  )
}

/** A linked worktree knows its own folder; what the shared configuration says there is about the first one. */
function notItsWorkingTree({ root, gitdir, commondir }: Repository, config: Config): string | undefined {
  if (gitdir !== commondir) return undefined
  if (isOn(config, 'core.bare')) return 'it has none (core.bare)'
  const elsewhere = lastValue(config, 'core.worktree')
  return elsewhere === undefined || isSame(resolve(gitdir, elsewhere), root)
    ? undefined
    : `that is ${elsewhere} (core.worktree)`
}

function isSame(path: string, other: string): boolean {
  try {
    return realpathSync(path) === realpathSync(other)
  } catch {
    return false
  }
}
