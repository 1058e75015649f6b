// What every command of a fresh clone needs first: the packages of the lock file, and a build.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The project's folder. */
export const root = join(import.meta.dirname, '..')

/** There npm is a script, which only a shell starts. */
const isWindows = process.platform === 'win32'

/** Goes to the project's folder, installs what is missing and builds; ends the process where that fails. */
export function prepare() {
  process.chdir(root)
  // Not `npm ci`, which begins by removing what is there.
  if (isStale()) must('npm', 'install', '--no-save', '--no-audit', '--no-fund')
  must('npm', 'run', '--silent', 'build')
}

function must(command, ...args) {
  // Standard output belongs to the command itself.
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: isWindows,
  })
  if (status !== 0) process.exit(1)
}

/** Whether the packages of this lock file are not yet installed. */
function isStale() {
  const installed = 'node_modules/.package-lock.json'
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs
}
