import { realpathSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { failure, type ThrownFailure } from '../../flux/failure.ts'
import { maxLength } from '../../flux/workspace/source-file.ts'
import type { Files } from '../../ports.ts'
import { isSpelled } from './as-on-disk.ts'
import { diskFailure } from './disk-failure.ts'
import { editFile } from './edit-file.ts'
import { type FindOptions, findFiles, pruned } from './find-files.ts'
import { isAbsent } from './is-absent.ts'
import { isWalked } from './is-walked.ts'
import { makeFile } from './make-file.ts'
import { readRegularText } from './regular-file.ts'

/** The workspace on disk. Links are not followed out of it: nothing outside the folder is ever read or written. */
export function createFiles(options: Omit<FindOptions, 'maxBytes'>): Files {
  const { root } = options
  // Files larger than this, in bytes, are not read: nothing so long is parsed.
  const maxBytes = maxLength
  return {
    list: async (more = [], below) => {
      if (below === undefined) return findFiles({ ...options, maxBytes }, more)
      const isThere = isWalked(options, pruned, below)
      return isThere ? findFiles({ ...options, within: below, maxBytes }, more) : []
    },
    read: async path => {
      const inside = insideRoot(root, path)
      try {
        return typeof inside === 'string' ? readRegularText(inside, maxBytes) : undefined
      } catch {
        return undefined
      }
    },
    isAbsent: path => isAbsent({ ...options, pruned }, path),
    edit: async (path, edit, isNew) => {
      if (isNew) return makeFile(root, path, edit)
      const inside = insideRoot(root, path)
      if (typeof inside !== 'string') throw inside
      try {
        return editFile(inside, path, edit)
      } catch (error) {
        throw diskFailure(error, { code: 'E_WRITE', what: path }) ?? error
      }
    },
  }
}

/** The absolute path, if the file is there and below the root once every link is resolved; otherwise why it is not. */
function insideRoot(root: string, path: string): string | ThrownFailure {
  try {
    const real = realpathSync(join(root, path))
    // Flux, on Linux, finds no file by a name in other capitals.
    if (!isSpelled(root, path))
      return failure('E_OUTSIDE', `${path} is not a file inside ${root}; nothing was written.`)
    const way = relative(realpathSync(root), real)
    if (way !== '..' && !way.startsWith(`..${sep}`)) return real
    return failure('E_OUTSIDE', `${path} leads out of ${root} through a link; nothing was written there.`)
  } catch (error) {
    const said = diskFailure(error, { code: 'E_WRITE', what: path })
    return said ?? failure('E_OUTSIDE', `${path} is not a file inside ${root}; nothing was written.`)
  }
}
