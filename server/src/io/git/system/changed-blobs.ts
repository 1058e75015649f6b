import type { Store } from '../builtin/store.ts'
import { readTree } from '../objects/find-blob.ts'

/** A path at which two trees hold different files. */
export interface ChangedBlob {
  /** Bytes, one a character. */
  readonly path: string
  /** Undefined where the path is not there. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/** The paths at which two trees differ; folders that are the same are not read. */
export async function changedBlobs(
  store: Store,
  from: string,
  to: string,
  prefix = '',
): Promise<readonly ChangedBlob[]> {
  const [before, after] = await Promise.all(
    [from, to].map(async oid => new Map((await readTree(store, oid)).map(entry => [entry.name, entry]))),
  )
  const changed: ChangedBlob[] = []
  for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
    const [old, now] = [before?.get(name), after?.get(name)]
    if (old?.oid === now?.oid && old?.mode === now?.mode) continue
    if (old?.mode === '40000' && now?.mode === '40000')
      changed.push(...(await changedBlobs(store, old.oid, now.oid, `${prefix}${name}/`)))
    else changed.push({ path: prefix + name, from: old?.oid, to: now?.oid })
  }
  return changed
}
