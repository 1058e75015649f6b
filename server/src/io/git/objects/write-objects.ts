import { randomBytes } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, deflateSync } from 'node:zlib'
import { hasCode } from '../../has-code.ts'
import type { Config } from '../config/read-config.ts'
import { makeFolder, sharePath } from '../config/share-path.ts'
import type { Repository } from '../locate.ts'
import { type NewObject, objectHeader } from './git-object.ts'
import { pack, packIndex } from './pack.ts'

/**
 * Writes objects, few as a file each, many as one pack. A file is there whole or not at all: it is written under a
 * temporary name (such as Git gives its own, so that `git gc` clears what a crash leaves), put onto the disk, renamed.
 * An object that exists is written again: a damaged one is repaired by that, and an old one is kept from being pruned.
 */
export async function writeObjects(
  { commondir }: Repository,
  config: Config,
  objects: readonly NewObject[],
): Promise<void> {
  const objectsFolder = join(commondir, 'objects')
  if (objects.length >= packedFrom) return writePack(config, join(objectsFolder, 'pack'), objects)
  await Promise.all(
    objects.map(async object => {
      const folder = join(objectsFolder, object.oid.slice(0, 2))
      makeFolder(config, folder)
      const content = deflateSync(Buffer.concat([objectHeader(object), object.data]), {
        level: constants.Z_BEST_SPEED,
      })
      await writeWhole(config, folder, object.oid.slice(2), 'obj', content)
    }),
  )
}

/** Below this waiting for the disk once a file costs less than one more pack. */
const packedFrom = 32

/** The index last, as it is what makes Git look into the pack. */
async function writePack(config: Config, folder: string, objects: readonly NewObject[]): Promise<void> {
  const made = pack(objects, 'sha1')
  const name = `pack-${made.checksum.toString('hex')}`
  makeFolder(config, folder)
  await writeWhole(config, folder, `${name}.pack`, 'pack', made.bytes)
  await writeWhole(config, folder, `${name}.idx`, 'idx', packIndex(made, 'sha1'))
}

async function writeWhole(
  config: Config,
  folder: string,
  name: string,
  kind: 'obj' | 'pack' | 'idx',
  content: Buffer,
): Promise<void> {
  const temporary = join(folder, `tmp_${kind}_${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(temporary, 'wx', 0o444)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    sharePath(config, temporary)
    await rename(temporary, join(folder, name))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    // Windows does not rename over a read-only file; then the object is there already.
    if (!hasCode(error, 'EPERM', 'EACCES', 'EEXIST') || process.platform !== 'win32') throw error
  }
}
