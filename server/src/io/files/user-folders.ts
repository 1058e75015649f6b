import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Environment } from '../network/proxy.ts'

/** Where the user's configuration stands: `$XDG_CONFIG_HOME`, `%APPDATA%`, or `~/.config`. */
export function configFolder(env: Environment, home: string): string {
  return absolute(env.XDG_CONFIG_HOME) ?? windows(env.APPDATA) ?? join(home, '.config')
}

/**
 * Where something is kept for a user, tag lists or what the command line has said (`runs`): `fluxmark/…` in the system's
 * folder for what can be made anew.
 */
export function cacheFolder(env: Environment, home: string, of: 'tags' | 'runs'): string {
  const base = absolute(env.XDG_CACHE_HOME) ?? windows(env.LOCALAPPDATA) ?? join(home, '.cache')
  return join(base, 'fluxmark', of)
}

/**
 * The folder that Git takes for `~`: HOME, which Git for Windows reads before the folders of the account (its
 * `compat/mingw.c`), so that a shell there may have another one than other programs.
 */
export function gitHome(env: Environment, home: string): string {
  const { HOME = '', HOMEDRIVE = '', HOMEPATH = '' } = env
  if (process.platform !== 'win32') return home
  if (HOME !== '') return HOME
  const onDrive = HOMEDRIVE === '' || HOMEPATH === '' ? '' : `${HOMEDRIVE}${HOMEPATH}`
  return onDrive !== '' && existsSync(onDrive) ? onDrive : home
}

/** A relative path would mean a place in the workspace; the XDG specification has it ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined
}

function windows(path: string | undefined): string | undefined {
  return process.platform === 'win32' ? absolute(path) : undefined
}
