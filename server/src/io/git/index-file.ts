import { createHash } from 'node:crypto'
import { failure, needsSystemGit } from './failure.ts'

/** What `parseIndex` found out about an index (gitformat-index(5), versions 2 to 4, SHA-1). */
export interface IndexFile {
  /** Stage 0 entries of the paths that were asked for. */
  readonly entries: ReadonlyMap<string, IndexEntry>
  /** A path with an unresolved conflict, if there is any. */
  readonly unmerged?: string
  /** The extensions that may stay when entries change. */
  readonly kept: readonly { readonly start: number; readonly end: number }[]
  /** Where the entries end. */
  readonly end: number
}

export interface IndexEntry {
  readonly mode: number
  readonly oid: string
  /** `git add -N`: the path is there, its content is not. */
  readonly isIntentToAdd: boolean
  /** Where the entry starts in the file. */
  readonly at: number
}

const oidLength = 20
const statLength = 40
const modeAt = 24

/**
 * Finds entries in an index. Paths are bytes, one a character. Throws `E_INDEX` where the file is damaged, and
 * `E_NEED_SYSTEM_GIT` where it is split, sparse at a wanted path, or of a form this reader does not know.
 */
export function parseIndex(bytes: Buffer, wanted: ReadonlySet<string>): IndexFile {
  const body = bytes.length - oidLength
  if (body < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') throw damaged('has no header')
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) throw needsSystemGit(`does not know version ${version} of the index`)
  if (!hasZeroChecksum(bytes) && checksum(bytes.subarray(0, body)).compare(bytes, body) !== 0)
    throw damaged('does not match its checksum')

  const entries = new Map<string, IndexEntry>()
  let unmerged: string | undefined
  let path = ''
  let at = 12
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const flagsAt = at + statLength + oidLength
    if (flagsAt + 3 > body) throw damaged('ends too early')
    const flags = bytes.readUInt16BE(flagsAt)
    const isExtended = (flags & 0x4000) !== 0
    const pathAt = flagsAt + (isExtended ? 4 : 2)
    let end: number
    if (version === 4) {
      const { value: strip, next } = readOffset(bytes, pathAt)
      end = bytes.indexOf(0, next)
      path = path.slice(0, Math.max(0, path.length - strip)) + bytes.toString('latin1', next, end)
      if (end >= 0) end += 1
    } else {
      end = bytes.indexOf(0, pathAt)
      path = bytes.toString('latin1', pathAt, end)
      if (end >= 0) end = at + ((end - at + 8) & ~7)
    }
    if (end < 0 || end > body) throw damaged('ends too early')
    if ((flags & 0x3000) !== 0) unmerged ??= path
    else if (wanted.has(path)) {
      const isIntentToAdd = isExtended && (bytes.readUInt16BE(flagsAt + 2) & 0x2000) !== 0
      entries.set(path, {
        mode: bytes.readUInt32BE(at + modeAt),
        oid: bytes.toString('hex', at + statLength, flagsAt),
        isIntentToAdd,
        at,
      })
    }
    at = end
  }
  return {
    entries,
    ...(unmerged === undefined ? {} : { unmerged }),
    kept: keptExtensions(bytes, at, body),
    end: at,
  }
}

/**
 * The same index with other objects under some paths. Their stat data become zero, so that Git looks at the files
 * again. Every other entry stays to the byte. Extensions that would lie now (the cached trees, offsets, the file
 * watcher's) are left out: Git makes them anew.
 */
export function patchIndex(bytes: Buffer, index: IndexFile, oids: ReadonlyMap<string, string>): Buffer {
  const parts: Buffer[] = [Buffer.from(bytes.subarray(0, index.end))]
  const [head] = parts
  for (const [path, oid] of oids) {
    const entry = index.entries.get(path)
    if (!head || !entry) throw damaged(`has no entry ${path}`)
    const mode = head.readUInt32BE(entry.at + modeAt)
    head.fill(0, entry.at, entry.at + statLength)
    head.writeUInt32BE(mode, entry.at + modeAt)
    head.write(oid, entry.at + statLength, oidLength, 'hex')
  }
  for (const { start, end } of index.kept) parts.push(bytes.subarray(start, end))
  const body = Buffer.concat(parts)
  return Buffer.concat([body, hasZeroChecksum(bytes) ? Buffer.alloc(oidLength) : checksum(body)])
}

/** `index.skipHash` leaves the checksum zero; then it stays so. */
function hasZeroChecksum(bytes: Buffer): boolean {
  return bytes.subarray(-oidLength).every(byte => byte === 0)
}

function checksum(body: Buffer): Buffer {
  return createHash('sha1').update(body).digest()
}

/** Resolve-undo, the untracked cache and the mark of a sparse index do not speak of any entry's content. */
function keptExtensions(bytes: Buffer, from: number, body: number): IndexFile['kept'] {
  const kept: { start: number; end: number }[] = []
  for (let start = from; start < body; ) {
    if (start + 8 > body) throw damaged('has a cut off extension')
    const signature = bytes.toString('latin1', start, start + 4)
    const end = start + 8 + bytes.readUInt32BE(start + 4)
    if (end > body) throw damaged('has a cut off extension')
    if (signature === 'link') throw needsSystemGit('does not write a split index')
    if (['REUC', 'UNTR', 'sdir'].includes(signature)) kept.push({ start, end })
    else if (!/^[A-Z]/.test(signature)) throw needsSystemGit(`does not know the index extension ${signature}`)
    start = end
  }
  return kept
}

/** Git's offset encoding: seven bits a byte, each but the last standing for one more than it says. */
function readOffset(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from
  let byte = bytes[at++] ?? 0
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0) {
    byte = bytes[at++] ?? 0
    value = ((value + 1) << 7) | (byte & 0x7f)
  }
  return { value, next: at }
}

function damaged(how: string): Error {
  return failure(
    'E_INDEX',
    `Git's index ${how}. Run git status to see what Git says of it; git reset makes it anew.`,
  )
}
