import { isUtf8 } from 'node:buffer'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Failure, failure } from '../../flux/failure.ts'
import { renameOver } from '../git/builtin/rename-over.ts'
import { removeLeftOvers, temporaryName } from './left-over.ts'
import { readRegular } from './regular-file.ts'

/** Bytes; nothing larger is edited. */
const maxBytes = 256 << 20

/** How often a file that somebody else keeps writing is read anew. */
const tries = 5

/**
 * Changes a file's text (absolute path, links resolved) by `edit`, which is given what the disk holds now: the one
 * place where a file of the workspace is written. The new text is written beside and renamed, so that a reader finds
 * the old text or the new one; just before that the disk is compared once more, byte by byte, and where somebody
 * wrote meanwhile `edit` is asked again. Mode, owner and BOM stay. Gives the new text.
 *
 * Throws `edit`'s failure, `E_ENCODING`, `E_CHANGED` where the file changes again and again, or what the system says.
 */
export function editFile(path: string, name: string, edit: (text: string) => string | Failure): string {
  for (let left = tries; left > 0; left--) {
    const seen = readRegular(path, maxBytes)
    if (!isUtf8(seen))
      throw failure('E_ENCODING', `${name} is not valid UTF-8: Flux skips it, and it was left as it is.`)
    const text = seen.toString('utf8')
    const next = edit(text)
    if (typeof next !== 'string') throw failure(next.code, next.message)
    if (next === text || replaced(path, seen, next)) return next
  }
  throw failure(
    'E_CHANGED',
    `${name} is being written by another program, and was left as it is. Run it again when that has ended.`,
  )
}

/** Puts a text in a file's place if the file still holds what was seen; whether it did. */
function replaced(path: string, seen: Buffer, text: string): boolean {
  const folder = dirname(path)
  removeLeftOvers(folder)
  const temporary = join(folder, temporaryName())
  const stats = statSync(path)
  try {
    writeNew(temporary, text, stats)
    if (!readRegular(path, maxBytes).equals(seen)) {
      unlinkSync(temporary)
      return false
    }
    renameOver(temporary, path)
    return true
  } catch (error) {
    try {
      unlinkSync(temporary)
    } catch {
      // It was never made, or the folder is closed by now.
    }
    // What cannot be done is to write the file; how it is written is nobody's business.
    throw error instanceof Error && 'path' in error ? Object.assign(error, { path, dest: path }) : error
  }
}

function writeNew(path: string, text: string, { mode, uid, gid }: Stats): void {
  const file = openSync(path, 'wx', mode & 0o777)
  try {
    writeFileSync(file, text)
    if (process.platform !== 'win32') {
      // Before the mode, which a change of the owner takes bits from.
      if (uid !== process.getuid?.() || gid !== process.getgid?.()) keepOwner(file, uid, gid)
      fchmodSync(file, mode & 0o7777)
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Only root may give a file away; for anybody else the new file is theirs, as with any editor. */
function keepOwner(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid)
  } catch {
    // See above.
  }
}
