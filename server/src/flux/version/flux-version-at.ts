import { type FluxMinor, isAtLeast } from '../schema/schema.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type Cluster, clustersAround } from './clusters.ts'
import { fluxMinor } from './flux-version.ts'

/** The Flux versions that may apply a file; each with the folder of a cluster that runs it, as far as known. */
export interface FluxVersions {
  readonly running: readonly { readonly flux: FluxMinor; readonly folder?: string }[]
  /** Whether each of them does apply it. */
  readonly isSure: boolean
}

/**
 * The Flux versions that a file is for: the user's choice; else those of the clusters in whose folder the file lies, or
 * whose Kustomizations bring it; else, not for sure, those of all clusters.
 */
export function fluxVersionsAt({ index, rules }: Snapshot, path: string): FluxVersions {
  const { all, bringing } = index.clusters
  if (rules.fluxVersion !== 'auto' || all.length === 0)
    return { running: [{ flux: fluxMinor(rules.fluxVersion) }], isSure: true }
  const own = clustersAround(all, path)
  if (own.length > 0) return { running: distinct(own), isSure: true }
  const brought = [...(bringing.get(path) ?? [])]
  if (brought.length > 0) return { running: distinct(brought), isSure: true }
  return { running: distinct(all), isSure: all.length === 1 }
}

/** The one version by which tags are selected for a policy in a file: where there are several, the newest. */
export function fluxVersionAt(snapshot: Snapshot, path: string): FluxMinor {
  return newestOf(fluxVersionsAt(snapshot, path))
}

/** The one version whose definitions a file is held to: the oldest that applies it, the newest where that is not sure. */
export function definitionsAt(snapshot: Snapshot, path: string): FluxMinor {
  const versions = fluxVersionsAt(snapshot, path)
  return versions.isSure ? oldestOf(versions) : newestOf(versions)
}

function newestOf({ running }: FluxVersions): FluxMinor {
  return running.map(({ flux }) => flux).reduce((a, b) => (isAtLeast(a, b) ? a : b))
}

function oldestOf({ running }: FluxVersions): FluxMinor {
  return running.map(({ flux }) => flux).reduce((a, b) => (isAtLeast(a, b) ? b : a))
}

/** One cluster of each version: it stands for the others. */
function distinct(clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters.filter(({ flux }, index) => clusters.findIndex(other => other.flux === flux) === index)
}
