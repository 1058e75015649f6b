// `node test/e2e/moving-picture.mjs`: makes docs/images/journey.png, a moving picture (APNG), of the screenshots that
// `npm run test:e2e -- newest journey` has taken.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { root } from '../prepare.mjs'

/** What every PNG begins with. */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const screenshots = join(root, 'build/screenshots/newest')
const frames = readdirSync(screenshots)
  .filter(name => /^journey-\d+\.png$/.test(name))
  .sort()
  .map(name => readFileSync(join(screenshots, name)))
writeFileSync(join(root, 'docs/images/journey.png'), movingPicture(frames, 2500))

/** PNGs of one size and kind of colour, one after the other, each for `ms` milliseconds, over and over. */
function movingPicture(frames, ms) {
  const read = frames.map(chunksOf)
  const head = read[0].find(({ type }) => type === 'IHDR').data
  let sequence = 0
  const parts = read.flatMap((chunks, at) => {
    if (!chunks.find(({ type }) => type === 'IHDR').data.equals(head)) throw new Error(`frame ${at} differs`)
    const data = Buffer.concat(chunks.flatMap(one => (one.type === 'IDAT' ? [one.data] : [])))
    const control = Buffer.alloc(26)
    control.writeUInt32BE(sequence++, 0)
    head.copy(control, 4, 0, 8)
    control.writeUInt16BE(ms, 20)
    control.writeUInt16BE(1000, 22)
    return [
      chunk('fcTL', control),
      at === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([number(sequence++), data])),
    ]
  })
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('acTL', Buffer.concat([number(frames.length), number(0)])),
    ...parts,
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunksOf(png) {
  const chunks = []
  for (let at = signature.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at))
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data })
  }
  return chunks
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([number(data.length), body, number(crc32(body))])
}

function number(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
