import { closeSync, fsyncSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { failure } from '../../../flux/failure.ts'
import { hasCode } from '../../has-code.ts'
import { renameOver } from './rename-over.ts'

/** A file held by Git's lock protocol: `PATH.lock` is ours alone, and becomes PATH when it is committed. */
export interface LockFile {
  /** Puts the new content into the lock file and onto the disk. */
  write(content: Buffer | string): void
  /** Renames the lock file over the file. */
  commit(): void
  /** Lets go without a change. Harmless after `commit`. */
  release(): void
}

/**
 * Takes the lock of a file, or throws `E_INDEX_LOCKED` or `E_REF_LOCKED`: a lock is never broken, as nobody can tell
 * whether its owner lives. `share` gives the new file its permissions (`sharePath`).
 */
export function lockFile(
  path: string,
  code: 'E_INDEX_LOCKED' | 'E_REF_LOCKED',
  share: (path: string) => void,
): LockFile {
  const lockPath = `${path}.lock`
  let file: number
  try {
    file = openSync(lockPath, 'wx', 0o666)
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? locked(lockPath, code) : error
  }
  let state: 'open' | 'closed' | 'gone' = 'open'
  const close = () => {
    if (state === 'open') closeSync(file)
    if (state === 'open') state = 'closed'
  }
  return {
    write(content) {
      writeFileSync(file, content)
      fsyncSync(file)
      share(lockPath)
    },
    commit() {
      close()
      renameOver(lockPath, path)
      state = 'gone'
    },
    release() {
      close()
      if (state !== 'gone') rmSync(lockPath, { force: true })
      state = 'gone'
    },
  }
}

/** The failure of a lock that somebody holds. */
export function locked(lockPath: string, code: 'E_INDEX_LOCKED' | 'E_REF_LOCKED'): Error {
  const since = statSync(lockPath, { throwIfNoEntry: false })?.mtime
  return failure(
    code,
    `${lockPath} exists${since ? ` since ${since.toISOString()}` : ''}: another Git process is at work here, or one was killed. Try again; if no Git runs, delete that file.`,
  )
}
