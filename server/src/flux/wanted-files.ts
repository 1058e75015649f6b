import type { EffectiveRoot } from '../kustomize/effective-root.ts'
import { textAt, type Value, valueAt } from '../kustomize/value.ts'
import { isImageKind } from './resources.ts'
import type { Snapshot } from './snapshot.ts'

/** What of the workspace was not read, and matters to an image automation resource after all. */
export interface WantedFiles {
  /** Unread files that a kustomization of such a resource uses. */
  readonly paths: readonly string[]
  /** Names of ConfigMaps that a Flux Kustomization of such a resource takes variables from. */
  readonly configMaps: readonly string[]
}

/** What should be read next. There is nothing once all of it was looked for. */
export function wantedFiles({ effective, unread }: Snapshot): WantedFiles {
  const isOurs = ({ resources }: EffectiveRoot) => resources.some(isImageKind)
  const roots = [...effective.roots.values(), ...effective.fluxRoots].filter(isOurs)
  const paths = new Set(roots.flatMap(({ lacks }) => lacks).filter(path => unread.has(path)))
  const sources = effective.fluxRoots
    .filter(isOurs)
    .flatMap(({ kustomization }) => items(valueAt(kustomization.body, 'spec', 'postBuild', 'substituteFrom')))
  const configMaps = sources
    .filter(item => textAt(item, 'kind') === 'ConfigMap')
    .map(item => textAt(item, 'name'))
  return { paths: [...paths].sort(), configMaps: [...new Set(configMaps)].sort() }
}

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : []
}
