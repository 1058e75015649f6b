import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, deflateSync } from 'node:zlib'
import { hasCode } from './failure.ts'
import { type NewObject, objectHeader } from './git-object.ts'

/**
 * Writes objects as loose files, each whole or not at all: to a temporary file (named as Git names its own, so that
 * `git gc` clears what a crash leaves), to the disk, then renamed. An object that exists is written again: a damaged
 * one is mended by that, and an old one is kept from being pruned.
 */
export async function writeLooseObjects(
  commondir: string,
  objects: readonly NewObject[],
  mode = 0o444,
): Promise<void> {
  const folders = new Set(objects.map(({ oid }) => oid.slice(0, 2)))
  await Promise.all([...folders].map(name => mkdir(join(commondir, 'objects', name), { recursive: true })))
  await Promise.all(objects.map(object => writeLoose(commondir, object, mode)))
}

async function writeLoose(commondir: string, object: NewObject, mode: number): Promise<void> {
  const folder = join(commondir, 'objects', object.oid.slice(0, 2))
  const temporary = join(folder, `tmp_obj_${randomBytes(6).toString('hex')}`)
  const content = Buffer.concat([objectHeader(object), object.data])
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(deflateSync(content, { level: constants.Z_BEST_SPEED }))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, object.oid.slice(2)))
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    // Windows does not rename over a read-only file; then the object is there already.
    if (!hasCode(error, 'EPERM', 'EACCES', 'EEXIST') || process.platform !== 'win32') throw error
  }
}
