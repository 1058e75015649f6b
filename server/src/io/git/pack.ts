import { createHash } from 'node:crypto'
import { constants, deflateSync } from 'node:zlib'
import type { NewObject, ObjectFormat } from './git-object.ts'

const types = { commit: 1, tree: 2, blob: 3, tag: 4 } as const

/** Objects as one pack (gitformat-pack(5), version 2, without deltas), for `git unpack-objects`. */
export function pack(objects: readonly NewObject[], format: ObjectFormat): Buffer {
  const header = Buffer.alloc(12)
  header.write('PACK', 'latin1')
  header.writeUInt32BE(2, 4)
  header.writeUInt32BE(objects.length, 8)
  const entries = objects.flatMap(({ type, data }) => [
    entryHeader(types[type], data.length),
    deflateSync(data, { level: constants.Z_BEST_SPEED }),
  ])
  const body = Buffer.concat([header, ...entries])
  return Buffer.concat([body, createHash(format).update(body).digest()])
}

/** Type and size: four bits of the size in the first byte, seven in each that follows. */
function entryHeader(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 0x0f)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) bytes.push(rest % 128)
  return Buffer.from(bytes.map((byte, n) => (n < bytes.length - 1 ? byte | 0x80 : byte)))
}
