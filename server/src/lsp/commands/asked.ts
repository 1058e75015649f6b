import { deferred } from '../../deferred.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import type { OpenFolder } from '../folders.ts'

/** Policies that commands wait for, though nothing on screen needs them. */
export interface Asked {
  of(folder: OpenFolder): readonly PolicyRef[]
  /** Counts them while `wait` lasts, or until the signal says that nobody waits any more. Whether it was waited for to the end. */
  during(
    folder: OpenFolder,
    refs: () => readonly PolicyRef[],
    wait: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<boolean>
}

export function createAsked(): Asked {
  const all = new Set<{ readonly folder: OpenFolder; readonly refs: () => readonly PolicyRef[] }>()
  return {
    of: folder => [...all].flatMap(one => (one.folder === folder ? one.refs() : [])),
    async during(folder, refs, wait, signal) {
      if (signal?.aborted) return false
      const one = { folder, refs }
      const { promise, resolve } = deferred()
      all.add(one)
      signal?.addEventListener('abort', resolve, { once: true })
      try {
        await Promise.race([wait(), promise])
      } finally {
        signal?.removeEventListener('abort', resolve)
        all.delete(one)
      }
      return signal?.aborted !== true
    },
  }
}
