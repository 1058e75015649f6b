import type { Placed } from '../../../flux/resources/resource-index.ts'
import { clustersAround } from '../../../flux/version/clusters.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'

/** Whether one cluster may have both: not where their clusters, their overlays or the names of their folders tell them apart. */
export function isSameCluster({ index }: Snapshot, a: Placed, b: Placed): boolean {
  const { all, bringing } = index.clusters
  const clusters = ({ path }: Placed) => [...(bringing.get(path) ?? clustersAround(all, path))]
  const [ofA, ofB] = [clusters(a), clusters(b)]
  if (ofA.length > 0 && ofB.length > 0) return ofA.some(cluster => ofB.includes(cluster))
  // Of Flux Kustomizations a cluster may have many; an overlay is one of several.
  const overlays = [...a.via, ...b.via].every(root => !root.startsWith('flux:'))
  if (overlays && a.via.length > 0 && b.via.length > 0 && !a.via.some(root => b.via.includes(root)))
    return false
  const [one, other] = [folderOf(a.path), folderOf(b.path)]
  return one === undefined || other === undefined || one === other
}

function folderOf(path: string): string | undefined {
  return /(?:^|\/)(?:clusters?|environments?|envs?|overlays|tenants)\/([^/]+)\//.exec(path)?.[1]
}
