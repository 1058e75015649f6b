import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import { isBelow } from '../automation/update-path.ts'
import { isImageKind } from '../resources/kinds.ts'
import type { FluxMinor } from '../schema/schema.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { fluxMinor } from './flux-version.ts'

/** A cluster whose Flux the workspace installs. */
export interface Cluster {
  /** The folder that holds all of it: `clusters/prod` of `clusters/prod/flux-system/gotk-components.yaml`. */
  readonly folder: string
  readonly flux: FluxMinor
}

export interface Clusters {
  readonly all: readonly Cluster[]
  /** By file: the clusters whose Kustomizations bring the image automation resources in it. */
  readonly bringing: ReadonlyMap<string, ReadonlySet<Cluster>>
}

/** The clusters of a workspace: one for each file that installs Flux and says of which version it is. */
export function clustersIn(
  files: ReadonlyMap<string, SourceFile>,
  { fluxRoots }: EffectiveResources,
): Clusters {
  const all = [...files.values()].flatMap(clusterOf)
  const bringing = new Map<string, Set<Cluster>>()
  for (const { kustomization, resources } of all.length > 1 ? fluxRoots : []) {
    const around = clustersAround(all, kustomization.place.file)
    for (const { place } of resources.filter(isImageKind)) {
      const known = bringing.get(place.file) ?? new Set()
      for (const cluster of around) known.add(cluster)
      bringing.set(place.file, known)
    }
  }
  return { all, bringing }
}

/** The clusters in whose folder a file lies: of folders within each other the innermost. */
export function clustersAround<C extends { readonly folder: string }>(
  all: readonly C[],
  file: string,
): readonly C[] {
  const found = all.filter(({ folder }) => isBelow(file, folder))
  const deepest = Math.max(...found.map(({ folder }) => folder.length))
  return found.filter(({ folder }) => folder.length === deepest)
}

function clusterOf({ path, facts }: SourceFile): readonly Cluster[] {
  const { fluxVersion } = facts
  return fluxVersion === undefined ? [] : [{ folder: clusterFolder(path), flux: fluxMinor(fluxVersion) }]
}

/** The folder that holds all of a cluster whose Flux a file installs, or changes: its own, without `flux-system`. */
export function clusterFolder(path: string): string {
  const folders = path.split('/')
  folders.pop()
  if (folders.at(-1) === 'flux-system') folders.pop()
  return folders.join('/')
}
