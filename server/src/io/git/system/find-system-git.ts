import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findProgram } from '../../credentials/find-program.ts'
import type { Environment } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'

/** The absolute path of the user's Git, never one that the repository brings; undefined where there is none. */
export async function findSystemGit(
  { root, commondir }: Repository,
  { variables }: Environment,
): Promise<string | undefined> {
  const program = await findProgram('git', variables, [root, commondir])
  return program !== undefined && (await isPlaceholder(program)) ? undefined : program
}

/** On macOS `/usr/bin/git` without the developer tools only offers to install them, in a window. */
async function isPlaceholder(program: string): Promise<boolean> {
  if (process.platform !== 'darwin' || program !== '/usr/bin/git') return false
  const asked = promisify(execFile)('/usr/bin/xcode-select', ['-p'], { timeout: 5000 })
  return asked.then(
    () => false,
    () => true,
  )
}
