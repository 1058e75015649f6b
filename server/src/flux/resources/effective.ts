import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { EffectiveResource, EffectiveRoot } from '../../kustomize/build/effective-root.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import { isImageKind } from './kinds.ts'

/** An image automation resource in one of the forms in which a cluster may receive it, and the roots that give it. */
export interface Variant {
  readonly resource: EffectiveResource
  /** Names of roots: folders, or `flux:namespace/name`; none for a manifest that stands alone. */
  readonly via: readonly string[]
}

/**
 * The image automation resources as clusters receive them. What a Flux Kustomization brings counts in that form
 * alone; else what the outermost kustomizations give; else the manifest as it stands.
 */
export function appliedResources(effective: EffectiveResources): readonly Variant[] {
  const { roots, fluxRoots } = effective
  const inner = new Set<Target>()
  for (const { target } of [...roots.values(), ...fluxRoots]) {
    for (const used of target.uses) reached(used, inner)
  }
  const outermost = [...roots.values()].filter(({ target }) => !inner.has(target))
  const seen = new Set<string>()
  const applied = [...variantsOf(fluxRoots)]
  for (const { resource } of applied) seen.add(placeKey(resource))
  const rest = variantsOf(outermost).filter(({ resource }) => !seen.has(placeKey(resource)))
  for (const { resource } of rest) seen.add(placeKey(resource))
  const standing = standingAlone(effective).filter(({ resource }) => !seen.has(placeKey(resource)))
  return grouped([...applied, ...rest, ...standing])
}

/** Every form of every image automation resource that any root gives, and those that stand alone. */
export function allVariants(effective: EffectiveResources): readonly Variant[] {
  const { roots, fluxRoots } = effective
  return grouped([...variantsOf([...roots.values(), ...fluxRoots]), ...standingAlone(effective)])
}

/** The same object of the same place is one variant, whichever roots give it. */
function grouped(variants: readonly Variant[]): readonly Variant[] {
  const groups = new Map<string, Variant[]>()
  for (const { resource, via } of variants) {
    const group = groups.get(placeKey(resource)) ?? []
    groups.set(placeKey(resource), group)
    // Most places have one form only: then nothing is compared.
    const at = group.findIndex(one => one.resource === resource || one.resource.content === resource.content)
    const known = group[at]
    if (known) group[at] = { ...known, via: [...known.via, ...via] }
    else group.push({ resource, via })
  }
  return [...groups.values()].flat()
}

function standingAlone({ alone }: EffectiveResources): readonly Variant[] {
  const resources = [...alone.values()].flatMap(one => one.resources).filter(isImageKind)
  return resources.map(resource => ({ resource, via: [] }))
}

function variantsOf(roots: readonly EffectiveRoot[]): readonly Variant[] {
  return roots.flatMap(({ name, resources }) =>
    resources.filter(isImageKind).map(resource => ({ resource, via: [name] })),
  )
}

function placeKey({ place }: EffectiveResource): string {
  return `${place.span[0]} ${place.file}`
}
