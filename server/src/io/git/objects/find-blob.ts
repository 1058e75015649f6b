import { failure } from '../../../flux/failure.ts'
import type { Store } from '../builtin/store.ts'
import { parseTree, type TreeEntry } from './tree.ts'

/** A path as bytes, one a character: how trees and the index hold it. */
export function pathBytes(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1')
}

/** A path held as bytes, to be read. */
export function pathText(path: string): string {
  return Buffer.from(path, 'latin1').toString('utf8')
}

/**
 * The tree entry of a regular file. Rejects with `E_NOT_TRACKED`, `E_SYMLINK` or `E_NOT_FILE` (a folder, a
 * submodule) where the path is something else in that tree.
 */
export async function findBlob(store: Store, tree: string, path: string): Promise<TreeEntry> {
  const parts = pathBytes(path).split('/')
  let oid = tree
  for (const [depth, name] of parts.entries()) {
    const entry = (await readTree(store, oid)).find(entry => entry.name === name)
    const here = pathText(parts.slice(0, depth + 1).join('/'))
    if (!entry)
      throw failure(
        'E_NOT_TRACKED',
        `${path} is not in the commit that this one would follow. Commit the file itself first.`,
      )
    const isLast = depth === parts.length - 1
    if (entry.mode === '120000') throw isSymlink(path, here)
    if (entry.mode === '160000')
      throw failure('E_NOT_FILE', `${here} is a submodule. Open it as its own repository and commit there.`)
    const isFolder = entry.mode === '40000'
    if (isFolder === isLast)
      throw failure(
        'E_NOT_FILE',
        `${here} is committed as a ${isFolder ? 'folder' : 'file'}, not as what ${path} needs.`,
      )
    if (isLast) return entry
    oid = entry.oid
  }
  throw failure('E_NOT_FILE', 'An empty path names no file.')
}

function isSymlink(path: string, here: string): Error {
  const what = path === here ? 'is' : `lies behind ${here}, which is`
  return failure(
    'E_SYMLINK',
    `${path} ${what} a symbolic link in the commit. Change the file that it leads to.`,
  )
}

/** A tree's entries. Rejects with `E_OBJECT_MISSING` where the object is no tree. */
export async function readTree({ read, format }: Store, oid: string): Promise<readonly TreeEntry[]> {
  const { type, data } = await read(oid)
  const entries = type === 'tree' ? parseTree(data, format === 'sha256' ? 32 : 20) : undefined
  if (entries) return entries
  throw failure('E_OBJECT_MISSING', `The object ${oid} should be a tree and is none. Run git fsck.`)
}
