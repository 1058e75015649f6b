import type { Snapshot } from '../workspace/snapshot.ts'

/** Policies of a name in any namespace, as `namespace:name`. */
export function policiesNamed(snapshot: Snapshot, name: string): readonly string[] {
  return snapshot.unanswered.recall(byName).get(name) ?? []
}

function byName({ index }: Snapshot): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const key of index.policies.keys()) {
    for (let colon = key.indexOf(':'); colon >= 0; colon = key.indexOf(':', colon + 1)) {
      const name = key.slice(colon + 1)
      const keys = found.get(name)
      if (keys) keys.push(key)
      else found.set(name, [key])
    }
  }
  return found
}
