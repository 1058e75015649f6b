import { failure } from '../../../flux/failure.ts'
import { type LockFile, lockFile } from '../builtin/lock-file.ts'
import type { Change } from '../builtin/store.ts'
import type { Config } from '../config/read-config.ts'
import { sharePath } from '../config/share-path.ts'
import { holdIndex } from '../index/hold-index.ts'
import type { Repository } from '../locate.ts'
import { appendReflog } from './append-reflog.ts'
import { makeRoomForRef } from './make-room-for-ref.ts'
import { readHead, readRef, refPath } from './read-ref.ts'

/**
 * Makes a change visible by Git's own protocol: `index.lock`, `HEAD.lock` and the ref's lock are taken, everything is
 * compared with what the commit was built on, then the files are renamed into place. Throws a lock's failure, or
 * `E_INDEX_MOVED` or `E_REF_MOVED`; then nothing was changed.
 *
 * The index goes first. If the machine stops in between, the bump is staged and not committed: nothing is lost and
 * nothing is reverted, and committing again succeeds.
 */
export function publish(repository: Repository, config: Config, change: Change): void {
  const { ref, oid, expected, reflog } = change
  const held: Pick<LockFile, 'release'>[] = []
  const hold = <T extends Pick<LockFile, 'release'>>(lock: T): T => {
    held.push(lock)
    return lock
  }
  const holdRef = (name: string) =>
    hold(lockFile(refPath(repository, name), 'E_REF_LOCKED', path => sharePath(config, path)))
  try {
    const index = hold(holdIndex(repository, config, change.index))
    if (change.index) holdRef('HEAD')
    if (change.index && readHead(repository).ref !== ref) throw moved(ref, 'another branch was checked out')
    makeRoomForRef(repository, config, ref)
    const branch = holdRef(ref)
    if (readRef(repository, ref) !== expected) throw moved(ref, 'something else was committed to it')

    branch.write(`${oid}\n`)
    for (const name of change.index ? [ref, 'HEAD'] : [ref])
      appendReflog(repository, config, name, expected, oid, reflog)
    index.commit()
    branch.commit()
  } finally {
    for (const lock of held.reverse()) lock.release()
  }
}

function moved(ref: string, how: string): Error {
  return failure(
    'E_REF_MOVED',
    `The branch ${ref.replace('refs/heads/', '')} moved meanwhile: ${how}. Try again.`,
  )
}
