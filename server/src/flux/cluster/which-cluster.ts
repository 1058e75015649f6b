import { broughtBy, live } from '../chain/live.ts'
import { startsIn } from '../version/installed-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { type ClusterReading, objectIn } from './cluster-reading.ts'
import { jsonText } from './json-at.ts'
import type { WrittenObject } from './written-objects.ts'

/** Which of the clusters that a repository describes the one is that was read. */
export interface WhichCluster {
  /** Whether an object of the files is for it, as far as known. */
  readonly isFor: (written: WrittenObject) => boolean
  /** The folders of the clusters, where there are several and it is none of them for sure. */
  readonly others: readonly string[]
}

/** Told by the Kustomization that a cluster starts from: its name and its path. */
export function whichCluster(snapshot: Snapshot, reading: ClusterReading): WhichCluster {
  const { starts } = snapshot.unanswered.recall(live)
  if (starts.length < 2) return { isFor: () => true, others: [] }
  const own = startsIn(starts, (namespace, name) => {
    const there = objectIn(reading, 'Kustomization', namespace, name)
    return there && (jsonText(there.spec, 'path') ?? '')
  })
  if (own.length !== 1)
    return { isFor: () => true, others: starts.map(({ kustomization }) => kustomization.folder ?? '?') }
  const brought = broughtBy(own, snapshot.effective.fluxRoots)
  const objects = new Set(
    brought.flatMap(({ resource, resources }) => [resource, ...resources]).map(one => one.content),
  )
  return { isFor: ({ resource }) => objects.has(resource.content), others: [] }
}
