import { byteOrder } from '../go/byte-order.ts'
import { isGoError } from '../go/go-error.ts'
import type { EffectiveResources } from './effective-resources.ts'
import type { EffectiveResource } from './effective-root.ts'
import { type Json, jsonOf } from './json-of.ts'

/** One object, and the roots that give exactly it. */
export interface DistinctResource {
  readonly resource: EffectiveResource
  readonly object: Json
  /** The folders, and `flux:namespace/name`, in order; empty for a manifest that no root uses. */
  readonly via: readonly string[]
}

/**
 * The objects that `isWanted` takes, each once however many roots give it; variants of one name stand side by side.
 * Ordered by kind, namespace and name, and of one name by the first root. An object that could not be printed is left out.
 */
export function distinctResources(
  all: EffectiveResources,
  isWanted: (resource: EffectiveResource) => boolean,
): readonly DistinctResource[] {
  const found = new Map<
    string,
    { readonly resource: EffectiveResource; readonly object: Json; readonly via: Set<string> }
  >()
  const add = (resource: EffectiveResource, root: string | undefined) => {
    if (!isWanted(resource)) return
    const object = jsonOf(resource.body)
    if (isGoError(object)) return
    const key = canonical(object)
    const one = found.get(key) ?? { resource, object, via: new Set<string>() }
    found.set(key, one)
    if (root !== undefined) one.via.add(root)
  }
  for (const root of [...all.roots.values(), ...all.fluxRoots])
    for (const one of root.resources) add(one, root.name)
  for (const { resources } of all.alone.values()) for (const one of resources) add(one, undefined)
  return [...found.values()]
    .map(({ via, ...rest }) => ({ ...rest, via: [...via].sort(byteOrder) }))
    .sort((a, b) => byteOrder(orderOf(a), orderOf(b)))
}

function orderOf({ resource: { kind, namespace, name, place }, via }: DistinctResource): string {
  return [kind, namespace, name, via[0] ?? '', place.file, String(place.span[0]).padStart(9, '0')].join(
    '\u0000',
  )
}

function canonical(json: Json): string {
  return JSON.stringify(json, (_, value: Json) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => byteOrder(a, b)))
      : value,
  )
}
