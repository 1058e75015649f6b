import { createHash } from 'node:crypto'
import { modeAt, oidLength, type ParsedIndex, statLength } from './parse-index.ts'

/**
 * An index with other objects under some of its parsed entries. Their stat data become zero, so that Git looks at
 * the files again; every other entry stays to the byte. Extensions that would lie now (the cached trees, offsets, the
 * file watcher's) are left out: Git makes them anew.
 */
export function patchIndex(bytes: Buffer, index: ParsedIndex, oids: ReadonlyMap<string, string>): Buffer {
  const entries = Buffer.from(bytes.subarray(0, index.end))
  for (const [path, oid] of oids) {
    const at = index.entries.get(path)?.at
    if (at === undefined) continue
    const mode = entries.readUInt32BE(at + modeAt)
    entries.fill(0, at, at + statLength)
    entries.writeUInt32BE(mode, at + modeAt)
    entries.write(oid, at + statLength, 'hex')
  }
  const extensions = index.kept.map(({ start, end }) => bytes.subarray(start, end))
  const body = Buffer.concat([entries, ...extensions])
  const checksum = createHash(index.format).update(body).digest()
  return Buffer.concat([body, index.hasChecksum ? checksum : Buffer.alloc(oidLength(index.format))])
}
