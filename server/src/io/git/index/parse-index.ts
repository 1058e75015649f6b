import { createHash } from 'node:crypto'
import { failure } from '../../../flux/failure.ts'
import { needsSystemGit } from '../builtin/needs-system-git.ts'
import type { ObjectFormat } from '../objects/git-object.ts'

/** What `parseIndex` found in an index. Offsets are bytes in the file. */
export interface ParsedIndex {
  /** Stage 0 entries of the paths that were asked for. */
  readonly entries: ReadonlyMap<string, IndexEntry>
  /** A path with an unresolved conflict, if there is any. */
  readonly unmerged?: string
  /** Where the entries end and the extensions start. */
  readonly end: number
  /** The extensions that may stay when entries change. */
  readonly kept: readonly { readonly start: number; readonly end: number }[]
  readonly format: ObjectFormat
  /** `index.skipHash` leaves the checksum zero. */
  readonly hasChecksum: boolean
}

export interface IndexEntry {
  /** As `stat` gives it: type and permissions. */
  readonly mode: number
  readonly oid: string
  /** `git add -N`: the path is there, its content is not. */
  readonly isIntentToAdd: boolean
  /** Where the entry starts in the file. */
  readonly at: number
}

/** Bytes of an entry's stat data; the object's name follows. */
export const statLength = 40

/** Where the mode is in an entry. */
export const modeAt = 24

/** Bytes of an object's name. */
export function oidLength(format: ObjectFormat): number {
  return format === 'sha256' ? 32 : 20
}

/**
 * Finds entries in an index (gitformat-index(5), versions 2 to 4). Paths are bytes, one a character. Throws `E_INDEX`
 * where the file is damaged, and `E_NEED_SYSTEM_GIT` where it is split, sparse at a wanted path, or of an unknown form.
 */
export function parseIndex(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  format: ObjectFormat = 'sha1',
): ParsedIndex {
  const body = bytes.length - oidLength(format)
  if (body < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') throw damaged('has no header')
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) throw needsSystemGit(`does not know version ${version} of the index`)
  const hasChecksum = bytes.subarray(body).some(byte => byte !== 0)
  const sum = createHash(format).update(bytes.subarray(0, body)).digest()
  if (hasChecksum && sum.compare(bytes, body) !== 0) throw damaged('does not match its checksum')

  const entries = new Map<string, IndexEntry>()
  let unmerged: string | undefined
  let path = ''
  let at = 12
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const oidAt = at + statLength
    const flagsAt = oidAt + oidLength(format)
    if (flagsAt + 4 > body) throw damaged('ends too early')
    const flags = bytes.readUInt16BE(flagsAt)
    const isExtended = (flags & 0x4000) !== 0
    const pathAt = flagsAt + (isExtended ? 4 : 2)
    const { value: strip, next } =
      version === 4 ? readOffset(bytes, pathAt) : { value: path.length, next: pathAt }
    const nul = bytes.indexOf(0, next)
    if (nul < 0 || nul >= body || strip > path.length) throw damaged('ends too early')
    path = path.slice(0, path.length - strip) + bytes.toString('latin1', next, nul)
    if ((flags & 0x3000) !== 0) unmerged ??= path
    else if (wanted.has(path)) {
      const isIntentToAdd = isExtended && (bytes.readUInt16BE(flagsAt + 2) & 0x2000) !== 0
      const mode = bytes.readUInt32BE(at + modeAt)
      entries.set(path, { mode, oid: bytes.toString('hex', oidAt, flagsAt), isIntentToAdd, at })
    }
    // Version 4 ends an entry with one NUL, the others pad it to a multiple of eight bytes.
    at = version === 4 ? nul + 1 : at + ((nul - at + 8) & ~7)
  }
  const { kept, isSparse } = readExtensions(bytes, at, body)
  if (isSparse && entries.size < wanted.size) throw needsSystemGit('does not look into a sparse index')
  return { entries, ...(unmerged === undefined ? {} : { unmerged }), end: at, kept, format, hasChecksum }
}

/** Resolve-undo, the untracked cache and the mark of a sparse index do not speak of any entry's content. */
function readExtensions(bytes: Buffer, from: number, body: number) {
  const kept: { start: number; end: number }[] = []
  let isSparse = false
  for (let start = from; start < body; ) {
    if (start + 8 > body) throw damaged('has a cut off extension')
    const signature = bytes.toString('latin1', start, start + 4)
    const end = start + 8 + bytes.readUInt32BE(start + 4)
    if (end > body) throw damaged('has a cut off extension')
    if (signature === 'link') throw needsSystemGit('does not write a split index')
    if (signature === 'sdir') isSparse = true
    else if (!/^[A-Z]/.test(signature)) throw needsSystemGit(`does not know the index extension ${signature}`)
    if (['REUC', 'UNTR', 'sdir'].includes(signature)) kept.push({ start, end })
    start = end
  }
  return { kept, isSparse }
}

/** Git's offset encoding: seven bits a byte, each but the last standing for one more than it says. */
function readOffset(bytes: Buffer, from: number): { readonly value: number; readonly next: number } {
  let at = from
  let byte = bytes[at++] ?? 0
  let value = byte & 0x7f
  while ((byte & 0x80) !== 0) {
    byte = bytes[at++] ?? 0
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return { value, next: at }
}

function damaged(how: string): Error {
  return failure(
    'E_INDEX',
    `Git's index ${how}. Run git status to see what Git says of it; git reset makes it anew.`,
  )
}
