import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { EffectiveRoot } from '../../kustomize/build/effective-root.ts'
import { textAt, type Value, valueAt } from '../../kustomize/values/value.ts'
import { isImageKind } from '../resources/kinds.ts'

/** What of the workspace was not read, and matters to an image automation resource after all. */
export interface WantedFiles {
  /** Unread files that a kustomization of such a resource uses. */
  readonly paths: readonly string[]
  /** Names of ConfigMaps that a Flux Kustomization of such a resource takes variables from. */
  readonly configMaps: readonly string[]
}

/** What should be read next. There is nothing once all of it was looked for. */
export function wantedFiles({
  effective,
  unread,
}: {
  readonly effective: EffectiveResources
  readonly unread: ReadonlySet<string>
}): WantedFiles {
  const sources = effective.fluxRoots
    .filter(isOurs)
    .flatMap(({ kustomization }) => items(valueAt(kustomization.body, 'spec', 'postBuild', 'substituteFrom')))
  const configMaps = sources
    .filter(item => textAt(item, 'kind') === 'ConfigMap')
    .map(item => textAt(item, 'name'))
  const paths = lackedFiles(effective).filter(path => unread.has(path))
  return { paths, configMaps: [...new Set(configMaps)].sort() }
}

/** The files that roots with an image automation resource use, and that kustomize was not shown. */
export function lackedFiles({ roots, fluxRoots }: EffectiveResources): readonly string[] {
  return [...new Set([...roots.values(), ...fluxRoots].filter(isOurs).flatMap(({ lacks }) => lacks))].sort()
}

function isOurs({ resources }: EffectiveRoot): boolean {
  return resources.some(isImageKind)
}

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : []
}
