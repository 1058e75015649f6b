import { failure, isFailure } from '../../../flux/failure.ts'
import type { FileEdit } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import { blobText } from './blob-text.ts'
import { findBlob, pathBytes } from './find-blob.ts'
import { type NewObject, newObject } from './git-object.ts'

/** A committed file and what it becomes. */
export interface EditedFile {
  /** Bytes, one a character. */
  readonly path: string
  readonly before: string
  readonly after: NewObject
  /** The same edit on another blob of the file, for the staged one. */
  readonly edit: (oid: string) => Promise<NewObject>
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
    const edit = (oid: string) => editBlob(store, path, oid, steps)
    const after = await edit(oid)
    if (after.oid !== oid) edited.push({ path: pathBytes(path), before: oid, after, edit })
  }
  return edited
}

/** Edits the blob as it is; where that has no place for the edit, as the path's filters show it. */
async function editBlob(
  store: Store,
  path: string,
  oid: string,
  steps: readonly FileEdit['edit'][],
): Promise<NewObject> {
  const { data } = await store.read(oid)
  try {
    return newObject('blob', editBytes(data, steps), store.format)
  } catch (error) {
    const shown = isFailure(error, 'E_BLOB_MISMATCH') ? await store.filters?.smudge(path, oid) : undefined
    if (!store.filters || !shown || shown.equals(data)) throw error
    const edited = editBytes(shown, steps)
    const cleaned = edited.equals(shown) ? data : await store.filters.clean(path, edited)
    return newObject('blob', cleaned, store.format)
  }
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
