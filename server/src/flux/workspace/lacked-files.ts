import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { EffectiveRoot } from '../../kustomize/build/effective-root.ts'
import { isImageKind } from '../resources/kinds.ts'

/** The files that roots with an image automation resource use, and that kustomize was not shown. */
export function lackedFiles({ roots, fluxRoots }: EffectiveResources): readonly string[] {
  return [...new Set([...roots.values(), ...fluxRoots].filter(isOurs).flatMap(({ lacks }) => lacks))].sort()
}

/** Whether a root brings image automation. */
export function isOurs({ resources }: EffectiveRoot): boolean {
  return resources.some(isImageKind)
}
