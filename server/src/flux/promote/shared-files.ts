import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import { isBelow } from '../automation/update-path.ts'
import type { EnvironmentFolders } from '../project/environments.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** Files outside of both environments that kustomizations of both build on, in order. */
export function sharedFiles(
  snapshot: Snapshot,
  from: EnvironmentFolders,
  to: EnvironmentFolders,
): readonly string[] {
  const [ours, theirs] = [usedBy(snapshot, from), usedBy(snapshot, to)]
  const isOwn = (path: string) => [...from.folders, ...to.folders].some(folder => isBelow(path, folder))
  return [...ours].filter(path => theirs.has(path) && !isOwn(path)).sort()
}

/** Every file that the kustomizations of an environment read, and those that its Flux Kustomizations apply. */
function usedBy({ effective }: Snapshot, { folders }: EnvironmentFolders): ReadonlySet<string> {
  const isOwn = (path: string) => folders.some(folder => isBelow(path, folder))
  const targets = new Set<Target>()
  for (const [folder, { target }] of effective.roots) if (isOwn(folder)) reached(target, targets)
  for (const { target, kustomization } of effective.fluxRoots)
    if (isOwn(kustomization.place.file)) reached(target, targets)
  return new Set(
    [...targets].flatMap(({ facts }) => facts.flatMap(fact => ('read' in fact ? [fact.read] : []))),
  )
}
