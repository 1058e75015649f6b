import { readFile, stat } from 'node:fs/promises'
import { hasCode } from '../has-code.ts'
import { diskFailure } from './disk-failure.ts'
import { readRegularText } from './regular-file.ts'

/**
 * The text of a file that the user names on the command line; undefined where there is none. It may be a pipe, as the
 * shell's `<(…)` is, and is waited for; a device without end is not read. Throws a `Failure` (`E_READ`) for what is there
 * and cannot be read.
 */
export async function readNamed(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path)
    const isPipe = found.isFIFO() || found.isSocket()
    return isPipe ? await readFile(path, 'utf8') : readRegularText(path, maxBytes)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw diskFailure(error, { code: 'E_READ', what: path }) ?? error
  }
}

/** The tags of many registries; a text of JavaScript's cannot be much longer. */
const maxBytes = 512 << 20
