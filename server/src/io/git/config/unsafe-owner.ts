import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Repository } from '../locate.ts'
import type { Config, Environment } from './read-config.ts'

/**
 * The folder that belongs to somebody else, so that Git would refuse the repository (safe.directory in
 * git-config(1)); undefined where all is well. Where there are no user ids (Windows) nothing is refused here.
 */
export function unsafeOwner(
  { root, gitdir }: Repository,
  config: Config,
  { variables }: Environment,
): string | undefined {
  const own = process.getuid?.()
  if (own === undefined) return undefined
  const sudo = own === 0 ? Number(variables.SUDO_UID || 0) : own
  const foreign = [root, join(root, '.git'), gitdir].find(path => {
    const owner = lstatSync(path, { throwIfNoEntry: false })?.uid
    return owner !== undefined && owner !== own && owner !== sudo
  })
  if (foreign === undefined) return undefined
  let isSafe = false
  for (const { key, value, scope } of config.entries) {
    if (key !== 'safe.directory' || scope === 'local') continue
    if (!value) isSafe = false
    else
      isSafe ||=
        value === '*' || value === root || (value.endsWith('/*') && `${root}/`.startsWith(value.slice(0, -1)))
  }
  return isSafe ? undefined : foreign
}
