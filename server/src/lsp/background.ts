import { formatPolicyRef, type PolicyRef } from '../flux/markers/setter.ts'
import { lookups, scanLookups } from '../flux/selection/resolve.ts'
import { markersOf, type Snapshot } from '../flux/workspace/snapshot.ts'
import type { OpenFolder } from './folders.ts'

/** What is asked for in a folder though no open document shows it, once somebody wants to see all of a workspace. */
export interface Background {
  /** From now on the whole workspace is wanted. */
  want(): void
  /** The policies of markers whose registries may be asked without a question; none until they are wanted. */
  refs(folder: OpenFolder): readonly PolicyRef[]
  /** The hosts that wait for the user's consent, by canonical image name. */
  waiting(folder: OpenFolder): ReadonlyMap<string, string>
  /** Finds out which registries may be asked by now. Whether that changed. */
  look(folder: OpenFolder): Promise<boolean>
}

/** A question never comes up for what is in the background: only what somebody opens is asked about. */
export function createBackground(): Background {
  const known = new WeakMap<OpenFolder, Known>()
  let isWanted = false
  return {
    want() {
      isWanted = true
    },
    refs: folder => (isWanted ? (known.get(folder)?.refs ?? []) : []),
    waiting: folder => known.get(folder)?.waiting ?? new Map(),
    async look(folder) {
      const { session } = folder
      if (!isWanted || session.registry === undefined) return false
      const before = known.get(folder)
      const { snapshot } = session
      const all = snapshot.recall(markedPolicies)
      const images = scanLookups(snapshot, all).flatMap(lookup => (lookup.kind === 'tags' ? [lookup] : []))
      const waiting = new Map<string, string>()
      // One question a registry: there may be a thousand images of it.
      const hosts = new Map<string, string | undefined>()
      for (const { key, source } of images) {
        if (snapshot.scans.has(key)) continue
        const registry = `${key.slice(0, key.indexOf('/'))} ${source.insecure}`
        if (!hosts.has(registry)) hosts.set(registry, await session.registry.hostToAllow(source))
        const host = hosts.get(registry)
        if (host !== undefined) waiting.set(key, host)
      }
      const isFree = (ref: PolicyRef) =>
        lookups(snapshot, [ref]).every(({ kind, key }) => kind !== 'tags' || !waiting.has(key))
      const refs = waiting.size === 0 ? all : all.filter(isFree)
      known.set(folder, { refs, waiting })
      const text = (one: Known | undefined) =>
        JSON.stringify([one?.refs.map(formatPolicyRef) ?? [], [...(one?.waiting ?? [])]])
      return text(before) !== text({ refs, waiting })
    },
  }
}

interface Known {
  readonly refs: readonly PolicyRef[]
  readonly waiting: ReadonlyMap<string, string>
}

/** The policies that markers name, each once. */
function markedPolicies(snapshot: Snapshot): readonly PolicyRef[] {
  const refs = markersOf(snapshot).flatMap(({ marker: { setter } }) => (setter ? [setter.policy] : []))
  return [...new Map(refs.map(ref => [formatPolicyRef(ref), ref])).values()]
}
