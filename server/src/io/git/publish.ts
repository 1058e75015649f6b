import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { appendReflog, type ReflogEntry } from './append-reflog.ts'
import { failure, hasCode } from './failure.ts'
import type { Repository } from './locate.ts'
import { type LockFile, lockFile } from './lock-file.ts'
import { makeRoomForRef } from './make-room-for-ref.ts'
import type { Config } from './read-config.ts'
import { readHead, readRef, refPath } from './read-ref.ts'
import { sharedMode } from './shared-mode.ts'
import { uninterrupted } from './uninterrupted.ts'

/** A branch that moves, and with it the index where the branch is checked out. */
export interface Change {
  /** The ref's full name. */
  readonly ref: string
  readonly oid: string
  /** What the ref must hold until then; undefined where it must not exist. */
  readonly expected: string | undefined
  readonly reflog: ReflogEntry
  /** The index before and after, where `HEAD` is on this ref. */
  readonly index?: { readonly seen: Buffer; readonly patched: Buffer }
}

/**
 * Makes a change visible by Git's own protocol: `index.lock`, `HEAD.lock` and the ref's lock are taken, everything
 * is compared with what the commit was built on, then the files are renamed into place. Rejects with `E_INDEX_MOVED`
 * or `E_REF_MOVED` (nothing was changed; build anew), or, after five tries 50 ms apart, with the lock's failure.
 *
 * The index goes first. If the machine stops in between, the bump is staged and not committed: nothing is lost and
 * nothing is reverted, and committing again succeeds.
 */
export async function publish(repository: Repository, config: Config, change: Change): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      uninterrupted(() => publishNow(repository, config, change))
      return
    } catch (error) {
      if (tries >= 5 || !hasCode(error, 'E_INDEX_LOCKED', 'E_REF_LOCKED')) throw error
    }
    await setTimeout(50)
  }
}

function publishNow(
  repository: Repository,
  config: Config,
  { ref, oid, expected, reflog, index }: Change,
): void {
  const held: LockFile[] = []
  const hold = (path: string, code: 'E_INDEX_LOCKED' | 'E_REF_LOCKED') => {
    const lock = lockFile(path, code, sharedMode(config))
    held.push(lock)
    return lock
  }
  const indexPath = join(repository.gitdir, 'index')
  try {
    const indexLock = index && hold(indexPath, 'E_INDEX_LOCKED')
    if (index && !readFileSync(indexPath).equals(index.seen))
      throw failure('E_INDEX_MOVED', `The index of ${repository.root} changed meanwhile. Try again.`)
    if (index) hold(join(repository.gitdir, 'HEAD'), 'E_REF_LOCKED')
    if (index && readHead(repository).ref !== ref) throw moved(ref, 'another branch was checked out')
    makeRoomForRef(repository, ref)
    const refLock = hold(refPath(repository, ref), 'E_REF_LOCKED')
    if (readRef(repository, ref) !== expected) throw moved(ref, 'something else was committed to it')

    if (index) indexLock?.write(index.patched)
    refLock.write(`${oid}\n`)
    const names = index ? [ref, 'HEAD'] : [ref]
    for (const name of names) appendReflog(repository, config, name, expected, oid, reflog)
    indexLock?.commit()
    refLock.commit()
  } finally {
    for (const lock of held.reverse()) lock.release()
  }
}

function moved(ref: string, how: string): Error {
  return failure(
    'E_REF_MOVED',
    `${ref.replace(/^refs\/heads\//, 'The branch ')} moved meanwhile: ${how}. Try again.`,
  )
}
