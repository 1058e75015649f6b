import type { Placed } from '../../../flux/resources/resource-index.ts'
import { clustersAround } from '../../../flux/version/clusters.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'

/** Whether one cluster may have both: not where their clusters, their overlays or the names of their folders tell them apart. */
export function isSameCluster(snapshot: Snapshot, a: Placed, b: Placed): boolean {
  const clusters = clustersOf(snapshot, a, b)
  if (clusters !== undefined) return clusters.isOne
  // Of Flux Kustomizations a cluster may have many; an overlay is one of several.
  const overlays = [...a.via, ...b.via].every(root => !root.startsWith('flux:'))
  if (overlays && a.via.length > 0 && b.via.length > 0 && !a.via.some(root => b.via.includes(root)))
    return false
  return !isNamedApart(a, b)
}

/** Whether two are in clusters of their own: their clusters, or the names of their folders, tell so. */
export function isOtherCluster(snapshot: Snapshot, a: Placed, b: Placed): boolean {
  const clusters = clustersOf(snapshot, a, b)
  return clusters === undefined ? isNamedApart(a, b) : !clusters.isOne
}

/** Whether the clusters of two have one in common; undefined where those of one are not known. */
function clustersOf({ index }: Snapshot, a: Placed, b: Placed): { readonly isOne: boolean } | undefined {
  const { all, bringing } = index.clusters
  const clusters = ({ path }: Placed) => [...(bringing.get(path) ?? clustersAround(all, path))]
  const [ofA, ofB] = [clusters(a), clusters(b)]
  if (ofA.length === 0 || ofB.length === 0) return undefined
  return { isOne: ofA.some(cluster => ofB.includes(cluster)) }
}

function isNamedApart(a: Placed, b: Placed): boolean {
  const [one, other] = [folderOf(a.path), folderOf(b.path)]
  return one !== undefined && other !== undefined && one !== other
}

function folderOf(path: string): string | undefined {
  return /(?:^|\/)(?:clusters?|environments?|envs?|overlays|tenants)\/([^/]+)\//.exec(path)?.[1]
}
