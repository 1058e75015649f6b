import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { whole } from '../../flux/workspace/whole.ts'
import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { EffectiveResource, EffectiveRoot } from '../../kustomize/build/effective-root.ts'

/**
 * What keeps two snapshots from giving clusters the same but for the name of a namespace, in a sentence; undefined
 * where every root does. Of roots that cannot be told wholly, what is known of them is compared.
 */
export function rootsBeside(
  before: Snapshot,
  after: Snapshot,
  name: string,
  newName: string,
): string | undefined {
  const first = before.recall(wholeOf)
  const old = rootsOf(first)
  for (const [root, { resources }] of rootsOf(whole(after, first))) {
    const objects = old.get(root) ?? old.get(root.replaceAll(newName, name))
    if (objects === undefined) return `${root} would be something else than it is.`
    const known = new Map(objects.resources.map(one => [idOf(one, name, newName), one]))
    if (known.size !== new Set(resources.map(one => idOf(one, name, newName))).size)
      return `The Kustomization ${root} would give other objects than it does.`
    for (const resource of resources) {
      if (resource.namespace === name) return stays(resource, name)
      const same = known.get(idOf(resource, name, newName))
      if (same === undefined || !isSameBut(same.content, resource.content, name, newName))
        return `In ${root}, ${wordsOf(resource)} would change in more than the name of the namespace.`
    }
  }
  return undefined
}

function wholeOf(snapshot: Snapshot): EffectiveResources {
  return whole(snapshot)
}

function rootsOf({
  roots,
  fluxRoots,
  alone,
}: EffectiveResources): ReadonlyMap<string, Pick<EffectiveRoot, 'resources'>> {
  const found = new Map<string, Pick<EffectiveRoot, 'resources'>>([...alone])
  // Clusters may have Flux Kustomizations of the same name.
  for (const root of [...roots.values(), ...fluxRoots]) {
    let key = root.name
    while (found.has(key)) key += ' '
    found.set(key, root)
  }
  return found
}

function stays({ kind, name, place, changes }: EffectiveResource, namespace: string): string {
  const by = changes.at(-1)
  const from = by ? `${by.by} of ${by.file}` : place.file
  return `${kind} ${name} would stay in ${namespace}, which comes from ${from}: rename it by hand.`
}

function idOf(
  { apiVersion, kind, namespace, name }: EffectiveResource,
  old: string,
  newName: string,
): string {
  const isNamespace = kind === 'Namespace' && name === newName
  return [apiVersion, kind, namespace === newName ? old : namespace, isNamespace ? old : name].join(' ')
}

function wordsOf({ kind, namespace, name }: EffectiveResource): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`
}

/** Whether the JSON of two objects differs in texts alone, and in them by the name alone. */
function isSameBut(before: string, after: string, name: string, newName: string): boolean {
  if (before === after) return true
  const plain = (text: string) => text.replaceAll(newName, name)
  const isSame = (a: unknown, b: unknown): boolean => {
    if (typeof a === 'string' && typeof b === 'string') return plain(a) === plain(b)
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
    const [own, others] = [Object.entries(a), Object.entries(b)]
    return (
      own.length === others.length &&
      own.every(([key, value]) => Object.hasOwn(b, key) && isSame(value, Reflect.get(b, key)))
    )
  }
  return isSame(JSON.parse(before), JSON.parse(after))
}
