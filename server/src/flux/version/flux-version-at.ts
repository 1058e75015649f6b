import { imageGroup } from '../resources/kinds.ts'
import { apiVersions, type FluxMinor, isAtLeast } from '../schema/schema.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type Cluster, clustersAround } from './clusters.ts'
import { fluxMinor } from './flux-version.ts'
import { installedAt } from './installed-at.ts'

/** The Flux versions that may apply a file; each with the folder of a cluster that runs it, as far as known. */
export interface FluxVersions {
  readonly running: readonly { readonly flux: FluxMinor; readonly folder?: string }[]
  /** Whether each of them does apply it. */
  readonly isSure: boolean
  /** Whether nothing tells the version, so that the newest is assumed. */
  readonly isAssumed: boolean
  /** Whether only objects of the newest API version in the workspace tell it. */
  readonly isByObjects?: boolean
  /** The context of the live cluster that tells it, where no file does. */
  readonly byCluster?: string
}

/**
 * The Flux versions that a file is for: the user's choice; else those of the clusters in whose folder the file lies, or
 * whose Kustomizations bring it; else, not for sure, those of all clusters. Where no file names a version, that of the live
 * clusters that apply the file, if they are shown.
 */
export function fluxVersionsAt(snapshot: Snapshot, path: string): FluxVersions {
  const { rules, index } = snapshot
  const { all, bringing } = index.clusters
  const isChosen = rules.fluxVersion !== 'auto'
  if (isChosen || all.length === 0) {
    const running = [{ flux: fluxMinor(rules.fluxVersion) }]
    if (isChosen) return { running, isSure: true, isAssumed: false }
    const there = installedVersions(snapshot, path)
    if (there) return there
    const isByObjects = snapshot.unanswered.recall(servesNewest)
    return { running, isSure: true, isAssumed: !isByObjects, isByObjects }
  }
  const own = clustersAround(all, path)
  if (own.length > 0) return { running: distinct(own), isSure: true, isAssumed: false }
  const brought = [...(bringing.get(path) ?? [])]
  if (brought.length > 0) return { running: distinct(brought), isSure: true, isAssumed: false }
  return { running: distinct(all), isSure: all.length === 1, isAssumed: false }
}

function installedVersions(snapshot: Snapshot, path: string): FluxVersions | undefined {
  const found = installedAt(snapshot, path)
  const running = [...new Set(found.flatMap(({ flux }) => flux ?? []))].map(flux => ({ flux }))
  if (running.length === 0 || found.some(({ flux }) => flux === undefined)) return undefined
  const byCluster = found.map(({ context }) => context).join(', ')
  return { running, isSure: true, isAssumed: false, byCluster }
}

/**
 * Whether objects of the workspace are written for the newest API version: they show a Flux that has it, and that
 * an older version beside them was left behind.
 */
function servesNewest({ files }: Snapshot): boolean {
  const newest = apiVersions.at(-1)
  return [...files.values()].some(({ facts }) =>
    facts.imageObjects.some(({ group, version }) => group === imageGroup && version === newest),
  )
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
