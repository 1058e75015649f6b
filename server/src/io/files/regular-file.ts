import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { devNull } from 'node:os'

/** Bytes; larger files are not read unless the caller says how large they may be. */
const usualBound = 64 << 20

/**
 * Reads a regular file whole, through links. The one way in which any file is read here: a named pipe would keep the
 * reader waiting for ever and a device has no end, so neither is opened. `maxBytes` bounds what is taken into memory.
 * Throws what the system says (an `Error` with `code` and `path`), `EISDIR` for a folder, `EFTYPE` for whatever else
 * is no file, `EFBIG` for a file that is too large.
 */
export function readRegular(path: string | Buffer, maxBytes: number = usualBound): Buffer {
  const found = statSync(path)
  // What people put in a file's place to have none (`GIT_CONFIG_GLOBAL=/dev/null`, a link to it) reads as empty.
  if (found.isCharacterDevice() && found.rdev === statSync(devNull).rdev) return Buffer.alloc(0)
  refuseOther(found, path)
  // What took the file's place meanwhile must not hold us up either.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0))
  try {
    const stats = fstatSync(file)
    refuseOther(stats, path)
    if (stats.size > maxBytes) throw systemError('EFBIG', path, `it is larger than ${maxBytes} bytes`)
    // A file of the system's (/proc) says that it is empty, and a file may grow while it is read.
    const chunks: Buffer[] = []
    for (let size = 0; ; ) {
      const chunk = Buffer.allocUnsafe(Math.max(4096, stats.size - size + 1))
      const read = readSync(file, chunk, 0, chunk.length, null)
      if (read === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      size += read
      if (size > maxBytes) throw systemError('EFBIG', path, `it is larger than ${maxBytes} bytes`)
      chunks.push(chunk.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
}

/** The same as text in UTF-8. */
export function readRegularText(path: string, maxBytes?: number): string {
  return readRegular(path, maxBytes).toString('utf8')
}

/** Opens what a folder's listing called a regular file, to be read up to a bound: never a link, never waiting. */
export function openListed(path: string): number {
  return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0))
}

function refuseOther(stats: { isFile(): boolean; isDirectory(): boolean }, path: string | Buffer): void {
  if (stats.isDirectory()) throw systemError('EISDIR', path, 'it is a folder')
  if (!stats.isFile()) throw systemError('EFTYPE', path, 'it is a pipe, a socket or a device, and not a file')
}

function systemError(code: string, path: string | Buffer, why: string): Error {
  return Object.assign(new Error(`${code}: ${why}, read '${path}'`), {
    code,
    path: String(path),
    syscall: 'read',
  })
}
