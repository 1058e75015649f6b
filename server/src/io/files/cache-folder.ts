import { createHash, randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import {
  chmod,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * Bytes by name in a folder of the user's own (0700, files 0600). What others own or may write, or what is no plain
 * file, is not believed: who can plant a tag list chooses what is deployed. Entries are there whole or not at all, whenever the
 * program is killed: they are written beside and renamed, and carry a checksum. Nothing here ever fails: what cannot
 * be read is a miss, what cannot be written is not kept.
 */
export interface CacheFolder {
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
  /**
   * Takes the right to make the entry of that name, among all programs that share the folder, and gives back what
   * releases it; undefined where another one has it. A right is lost after a minute and a half, or with its program.
   */
  claim(name: string): Promise<(() => Promise<void>) | undefined>
}

export interface CacheFolderOptions {
  readonly path: string
  /** Bytes; the files that were written longest ago make room. */
  readonly maxBytes: number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export function createCacheFolder({ path, maxBytes, now }: CacheFolderOptions): CacheFolder {
  let writes = 0

  return {
    async read(name) {
      if (!(await isGuarded(path))) return undefined
      const file = await readOwn(fileOf(path, name), maxBytes).catch(() => undefined)
      return file && checked(file)
    },
    async write(name, bytes) {
      if (!(await isOwn(path))) return
      const temporary = join(path, `${randomBytes(8).toString('hex')}.tmp`)
      try {
        const file = await open(temporary, 'wx', 0o600)
        await writeAll(file, [`${checksum(bytes)}\n`, bytes]).finally(() => file.close())
        await rename(temporary, fileOf(path, name))
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined)
      }
      if (writes++ % 50 === 0) await prune(path, maxBytes, now()).catch(() => undefined)
    },
    async claim(name) {
      if (!(await isOwn(path))) return async () => undefined
      const file = join(path, `${digest(name)}.claim`)
      const release = () => rm(file, { force: true }).catch(() => undefined)
      if (await create(file)) return release
      if (!(await isLost(file, now()))) return undefined
      await release()
      return (await create(file)) ? release : undefined
    },
  }
}

async function writeAll(file: FileHandle, parts: readonly (string | Uint8Array)[]): Promise<void> {
  for (const part of parts) await file.writeFile(part)
}

/** Milliseconds; longer than any listing takes. */
const CLAIM_LASTS = 90_000

function fileOf(path: string, name: string): string {
  return join(path, `${digest(name)}.cache`)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function checked(file: Buffer): Uint8Array | undefined {
  const end = file.indexOf('\n')
  const bytes = file.subarray(end + 1)
  return checksum(bytes) === file.toString('latin1', 0, end) ? bytes : undefined
}

/** Against accidents, not against who may write here: that is the user alone, see `isOurs`. */
function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16)
}

/** Whether the folder is there, the user's own, no link, and nobody else may put anything into it. */
async function isGuarded(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined)
  return stats?.isDirectory() === true && isOurs(stats)
}

/** Whether the user owns it and nobody else may write it. Windows has neither of the two in a mode. */
function isOurs({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
}

/** A plain file of the user's own, no link. Whoever waits at the other end of a pipe is not waited for. */
async function readOwn(file: string, maxBytes: number): Promise<Buffer | undefined> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stats = await handle.stat()
    return stats.isFile() && isOurs(stats) && stats.size <= maxBytes ? await handle.readFile() : undefined
  } finally {
    await handle.close()
  }
}

/** Makes the folder where it is missing; a folder of somebody else, or a link, is not used. */
async function isOwn(path: string): Promise<boolean> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const { uid, mode, ...stats } = await lstat(path).then(found =>
      Object.assign(found, { folder: found.isDirectory() }),
    )
    if (!stats.folder || (process.getuid !== undefined && uid !== process.getuid())) return false
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(path, 0o700)
    return true
  } catch {
    return false
  }
}

/** Makes the file of a claim, with the number of this process in it. */
async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch {
    return false
  }
}

async function isLost(file: string, now: number): Promise<boolean> {
  try {
    const found = await lstat(file)
    const { mtimeMs } = found
    if (!found.isFile() || !isOurs(found)) return true
    return now - mtimeMs > CLAIM_LASTS || hasEnded(Number(await readFile(file, 'utf8')))
  } catch {
    // It was given back just now; the next attempt will do.
    return false
  }
}

/** Whether no process has that number. A claim that is being written has none yet, and counts. */
function hasEnded(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ESRCH'
  }
}

/** Removes what was left half-written, and the oldest until the rest fits. */
async function prune(path: string, maxBytes: number, now: number): Promise<void> {
  const names = (await readdir(path)).filter(name => /^[0-9a-f]+\.(cache|tmp|claim)$/.test(name))
  const files = await Promise.all(
    names.map(async name => ({ name, stats: await stat(join(path, name)).catch(() => undefined) })),
  )
  let size = 0
  for (const { name, stats } of files.toSorted((a, b) => (b.stats?.mtimeMs ?? 0) - (a.stats?.mtimeMs ?? 0))) {
    if (stats === undefined) continue
    const isLeftOver = !name.endsWith('.cache') && now - stats.mtimeMs > CLAIM_LASTS
    size += stats.size
    if (isLeftOver || size > maxBytes) await rm(join(path, name), { force: true })
  }
}
