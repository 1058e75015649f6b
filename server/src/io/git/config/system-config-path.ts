import { existsSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'

/**
 * The configuration file of the whole machine: `GIT_CONFIG_SYSTEM`, or `etc/gitconfig` of where the Git on PATH is
 * installed (Homebrew, Git for Windows), which is `/etc/gitconfig` for one in `/usr` and where there is none.
 */
export function systemConfigPath(variables: Readonly<Record<string, string | undefined>>): string {
  if (variables.GIT_CONFIG_SYSTEM !== undefined) return variables.GIT_CONFIG_SYSTEM
  const name = process.platform === 'win32' ? 'git.exe' : 'git'
  const folders = (variables.PATH ?? variables.Path ?? '').split(delimiter).filter(isAbsolute)
  const folder = folders.find(folder => existsSync(join(folder, name)))
  const prefix = dirname(folder ?? '/usr/bin')
  return join(['/usr', '/'].includes(prefix) ? '/' : prefix, 'etc/gitconfig')
}
