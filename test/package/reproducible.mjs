import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { root } from '../prepare.mjs'

/**
 * Gives every file of a package the time of the commit (reproducible-builds.org/specs/source-date-epoch), in one time zone:
 * a zip holds local time.
 */
export function fixTime() {
  process.env.TZ = 'UTC'
  if (process.env.SOURCE_DATE_EPOCH) return
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' })
  // Without a repository: the first time that a zip can hold.
  process.env.SOURCE_DATE_EPOCH = status === 0 ? stdout.trim() : '315532800'
}

/** The SHA-256 of a file. */
export function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
