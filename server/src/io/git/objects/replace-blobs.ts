import type { Store } from '../builtin/store.ts'
import { readTree } from './find-blob.ts'
import { type NewObject, newObject } from './git-object.ts'
import { patchTree } from './tree.ts'

/**
 * The trees that come of putting other blobs under some paths (bytes, one a character): each tree on the way once,
 * the root last.
 */
export async function replaceBlobs(
  store: Store,
  root: string,
  blobs: ReadonlyMap<string, string>,
): Promise<readonly NewObject[]> {
  const oids = new Map<string, string>()
  const folders = new Map<string, Map<string, string>>()
  for (const [path, oid] of blobs) {
    const slash = path.indexOf('/')
    if (slash < 0) oids.set(path, oid)
    else {
      const name = path.slice(0, slash)
      const inside = folders.get(name) ?? new Map<string, string>()
      folders.set(name, inside.set(path.slice(slash + 1), oid))
    }
  }
  const written: NewObject[] = []
  const entries = folders.size === 0 ? [] : await readTree(store, root)
  for (const { name, oid } of entries) {
    const inside = folders.get(name)
    if (!inside) continue
    const below = await replaceBlobs(store, oid, inside)
    written.push(...below)
    const last = below.at(-1)
    if (last) oids.set(name, last.oid)
  }
  const { data } = await store.read(root)
  const width = store.format === 'sha256' ? 32 : 20
  return [...written, newObject('tree', patchTree(data, oids, width), store.format)]
}
