import { environmentAt, folderAround } from '../project/environments.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageRepository } from '../resources/resources.ts'
import { markersOf, repositories, type Snapshot } from '../workspace/snapshot.ts'

/**
 * How often a new ImageRepository for an image of a file is scanned, as a Go duration: as those whose images the same
 * environment runs; else as its sibling; else every 10 minutes in production and where the files name no environment,
 * every 5 minutes before it.
 */
export function scanInterval(
  snapshot: Snapshot,
  path: string,
  namespace: string,
  sibling: Placed<ImageRepository> | undefined,
): string {
  const environment = environmentAt(snapshot, path)
  const own =
    environment && intervalsOf(snapshot, namespace, at => folderAround(environment, at) !== undefined)
  const usual = own && mostFrequent(own)
  if (usual !== undefined) return usual
  return sibling?.resource.interval ?? (environment?.kind === 'staging' ? '5m' : '10m')
}

/** Of the repositories of a namespace that have a marker in one of these files. */
function intervalsOf(
  snapshot: Snapshot,
  namespace: string,
  isHere: (path: string) => boolean,
): readonly string[] {
  const used = [...snapshot.index.policies.values()].flatMap(([policy]) => {
    const ref = { namespace: policy?.namespace ?? '', name: policy?.resource.name ?? '' }
    const isUsed = policy && markersOf(snapshot, ref).some(({ path }) => isHere(path))
    return isUsed ? repositories(snapshot, policy).slice(0, 1) : []
  })
  return [...new Set(used)].flatMap(one => (one.namespace === namespace ? (one.resource.interval ?? []) : []))
}

/** The value that comes most often, of several the first. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
