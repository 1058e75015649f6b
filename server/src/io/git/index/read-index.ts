import { join } from 'node:path'
import { readRegular } from '../../files/regular-file.ts'
import { hasCode } from '../../has-code.ts'
import type { Repository } from '../locate.ts'
import type { ObjectFormat } from '../objects/git-object.ts'
import { oidLength } from './parse-index.ts'

/** Bytes; an entry has about a hundred. */
export const maxIndexBytes: number = 1 << 30

/** The index file's bytes. No file is an empty index, as Git sees it. */
export function readIndex({ gitdir }: Repository, format: ObjectFormat): Buffer {
  try {
    return readRegular(join(gitdir, 'index'), maxIndexBytes)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return Buffer.from(`DIRC\0\0\0\x02\0\0\0\0${'\0'.repeat(oidLength(format))}`, 'latin1')
  }
}
