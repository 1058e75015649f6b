import { join } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import { readRegular } from '../../files/regular-file.ts'
import { type LockFile, lockFile } from '../builtin/lock-file.ts'
import type { Change } from '../builtin/store.ts'
import type { Config } from '../config/read-config.ts'
import { sharePath } from '../config/share-path.ts'
import type { Repository } from '../locate.ts'
import { maxIndexBytes } from './read-index.ts'

/**
 * Takes `index.lock` and puts the new index into it; `commit` makes it the index. Without an index to change nothing
 * is locked. Throws `E_INDEX_LOCKED`, or `E_INDEX_MOVED` where the index is not the one that was seen.
 */
export function holdIndex(
  repository: Repository,
  config: Config,
  index: Change['index'],
): Pick<LockFile, 'commit' | 'release'> {
  if (!index) return { commit: () => undefined, release: () => undefined }
  const path = join(repository.gitdir, 'index')
  const lock = lockFile(path, 'E_INDEX_LOCKED', path => sharePath(config, path))
  try {
    if (!readRegular(path, maxIndexBytes).equals(index.seen))
      throw failure('E_INDEX_MOVED', `The index of ${repository.root} changed meanwhile. Try again.`)
    lock.write(index.patched)
    return lock
  } catch (error) {
    lock.release()
    throw error
  }
}
