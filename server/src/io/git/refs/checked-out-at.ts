import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { readRegularText } from '../../files/regular-file.ts'
import { type Config, isOn } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'
import { readHead } from './read-ref.ts'

/**
 * The other worktree that holds a branch (`refs/heads/…`): it is checked out, being rebased or bisected there.
 * Undefined where none does. Moving the branch would make that worktree look changed.
 */
export function checkedOutAt(repository: Repository, config: Config, ref: string): string | undefined {
  const { gitdir, commondir } = repository
  const isUsed = (other: string) =>
    other !== gitdir && [readHead({ ...repository, gitdir: other }).ref, ...busyWith(other)].includes(ref)
  if (!isOn(config, 'core.bare') && isUsed(commondir)) return dirname(commondir)
  const folder = join(commondir, 'worktrees')
  const worktrees = existsSync(folder) ? readdirSync(folder) : []
  const found = worktrees
    .map(name => join(folder, name))
    .find(other => existsSync(join(other, 'HEAD')) && isUsed(other))
  return found && dirname(resolve(found, text(join(found, 'gitdir')) ?? found))
}

/** Branches that a rebase or a bisection will set when it ends; `HEAD` does not name them meanwhile. */
function busyWith(gitdir: string): readonly (string | undefined)[] {
  const bisected = text(join(gitdir, 'BISECT_START'))
  return [
    text(join(gitdir, 'rebase-merge/head-name')),
    text(join(gitdir, 'rebase-apply/head-name')),
    bisected && `refs/heads/${bisected}`,
  ]
}

function text(path: string): string | undefined {
  return existsSync(path) ? readRegularText(path).trim() : undefined
}
