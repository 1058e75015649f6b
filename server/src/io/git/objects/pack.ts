import { createHash } from 'node:crypto'
import { constants, crc32, deflateSync } from 'node:zlib'
import type { NewObject, ObjectFormat } from './git-object.ts'

/** Objects in one file (gitformat-pack(5), version 2, without deltas). */
export interface Pack {
  readonly bytes: Buffer
  /** The hash at its end. */
  readonly checksum: Buffer
  readonly entries: readonly PackEntry[]
}

/** Where an object lies in a pack, in bytes, and the checksum of what lies there. */
export interface PackEntry {
  readonly oid: string
  readonly offset: number
  readonly crc: number
}

const types = { commit: 1, tree: 2, blob: 3, tag: 4 } as const

/** Puts objects into a pack. */
export function pack(objects: readonly NewObject[], format: ObjectFormat): Pack {
  const header = Buffer.alloc(12)
  header.write('PACK', 'latin1')
  header.writeUInt32BE(2, 4)
  header.writeUInt32BE(objects.length, 8)
  const parts = [header]
  const entries: PackEntry[] = []
  let offset = header.length
  for (const { oid, type, data } of objects) {
    const content = deflateSync(data, { level: constants.Z_BEST_SPEED })
    const part = Buffer.concat([entryHeader(types[type], data.length), content])
    entries.push({ oid, offset, crc: crc32(part) })
    parts.push(part)
    offset += part.length
  }
  const body = Buffer.concat(parts)
  const checksum = createHash(format).update(body).digest()
  return { bytes: Buffer.concat([body, checksum]), checksum, entries }
}

/** Type and size: four bits of the size in the first byte, seven in each that follows. */
function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 0x0f)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) bytes.push(rest % 128)
  return Buffer.from(bytes.map((byte, n) => (n < bytes.length - 1 ? byte | 0x80 : byte)))
}

/** The index of a pack (version 2): a table by first byte, names in order, checksums, offsets. For packs below 2 GB. */
export function packIndex({ checksum, entries }: Pack, format: ObjectFormat): Buffer {
  const sorted = [...entries].sort((a, b) => (a.oid < b.oid ? -1 : 1))
  const fanOut = new Uint32Array(256)
  for (const { oid } of sorted) {
    for (let byte = Number.parseInt(oid.slice(0, 2), 16); byte < 256; byte++)
      fanOut[byte] = (fanOut[byte] ?? 0) + 1
  }
  const body = Buffer.concat([
    Buffer.from('ff744f6300000002', 'hex'),
    numbers([...fanOut]),
    Buffer.from(sorted.map(({ oid }) => oid).join(''), 'hex'),
    numbers(sorted.map(({ crc }) => crc)),
    numbers(sorted.map(({ offset }) => offset)),
    checksum,
  ])
  return Buffer.concat([body, createHash(format).update(body).digest()])
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, n * 4)
  return bytes
}
