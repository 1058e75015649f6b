import type { FileEdit } from '../../ports.ts'
import { blobText } from './blob-text.ts'
import { failure } from './failure.ts'
import { findBlob, pathBytes } from './find-blob.ts'
import { type NewObject, newObject } from './git-object.ts'
import type { Store } from './store.ts'

/** A committed file and what it becomes. */
export interface EditedFile {
  readonly path: string
  readonly before: string
  readonly after: NewObject
  /** The same edit on another version of the file, for the staged one. */
  readonly edit: (bytes: Buffer) => Buffer
}

/** Applies the edits to the blobs of a tree. What an edit leaves as it was is left out. Rejects with the edit's own failure. */
export async function editFiles(
  store: Store,
  tree: string,
  edits: readonly FileEdit[],
): Promise<readonly EditedFile[]> {
  const byPath = new Map<string, FileEdit['edit'][]>()
  for (const { path, edit } of edits) byPath.set(path, [...(byPath.get(path) ?? []), edit])
  const edited: EditedFile[] = []
  for (const [path, steps] of byPath) {
    const { oid } = await findBlob(store, tree, path)
    const { data } = await store.read(oid)
    const edit = (bytes: Buffer) => editBytes(bytes, steps)
    const after = newObject('blob', edit(data), store.format)
    if (after.oid !== oid) edited.push({ path: pathBytes(path), before: oid, after, edit })
  }
  return edited
}

function editBytes(bytes: Buffer, steps: readonly FileEdit['edit'][]): Buffer {
  const { text, encode } = blobText(bytes)
  let now = text
  for (const step of steps) {
    const next = step(now)
    if (typeof next !== 'string') throw failure(next.code, next.message)
    now = next
  }
  return now === text ? bytes : encode(now)
}
