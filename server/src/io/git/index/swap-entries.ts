import { retryLocked } from '../builtin/retry-locked.ts'
import type { Store } from '../builtin/store.ts'
import type { OpenRepository } from '../open-repository.ts'
import { holdIndex } from './hold-index.ts'

/** Paths (bytes, one a character) whose blob changes from one to another. */
export type Moves = ReadonlyMap<string, { readonly from: string; readonly to: string }>

/** Puts other blobs under paths of the index that still hold the first one. Gives the paths that do not. Waits five seconds for its lock. */
export async function swapEntries(
  store: Store,
  opened: OpenRepository,
  moves: Moves,
): Promise<readonly string[]> {
  return retryLocked(
    async () => {
      const index = await store.index([...moves.keys()])
      const oids = new Map<string, string>()
      for (const [path, { from, to }] of moves) {
        if (index.entries.get(path)?.oid === from) oids.set(path, to)
      }
      const patched = oids.size === 0 ? index.seen : index.patch(oids)
      if (oids.size > 0) holdIndex(opened.repository, opened.config, { seen: index.seen, patched }).commit()
      return [...moves.keys()].filter(path => !oids.has(path))
    },
    { tries: 100, codes: ['E_INDEX_LOCKED', 'E_INDEX_MOVED'] },
  )
}
