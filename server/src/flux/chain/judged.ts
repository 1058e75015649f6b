import type { EffectiveRoot } from '../../kustomize/build/effective-root.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import { folderOf, isWithinAny } from '../../kustomize/build/workspace-files.ts'
import { isFluxKustomization } from '../../kustomize/flux/flux-kustomization.ts'
import { isPartsInOrder } from '../../text/parts-in-order.ts'
import { isImageKind } from '../resources/kinds.ts'
import { clustersAround } from '../version/clusters.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { filesOf, live } from './live.ts'

/**
 * Whether what a file holds is judged as what a cluster receives. Not where the workspace shows what clusters start
 * from, and nothing of it reaches the file; nor where no start is seen, and its Flux Kustomizations reach other
 * image automation and not this file. What is wrong there hurts nobody, as far as the files tell.
 */
export function isJudged(snapshot: Snapshot, path: string): boolean {
  return !snapshot.unanswered.recall(unjudged).has(path)
}

/** The files with objects, or of kustomizations, that nothing live reads. */
function unjudged(snapshot: Snapshot): ReadonlySet<string> {
  const { starts, roots, tool } = snapshot.unanswered.recall(live)
  const { effective } = snapshot
  const applying = roots.filter(({ unknowns }) => unknowns.every(({ code }) => code !== 'other-repository'))
  if (tool !== undefined || applying.length === 0) return new Set()
  const targets = new Set<Target>()
  for (const { target } of applying) reached(target, targets)
  // Somebody outside brings the Flux Kustomizations of a workspace in which none is seen to start.
  const bringing = starts.length > 0 ? [] : [...effective.roots.values()].filter(bringsFlux)
  for (const { target } of bringing) reached(target, targets)
  const around =
    starts.length > 0 ? [] : applying.map(({ kustomization }) => folderOf(kustomization.place.file))
  const open = [...targets].filter(({ problems, isIncomplete }) => isIncomplete || problems.length > 0)
  // What stopped a build may have kept it from reading more below its folder.
  const folders = new Set([...around, ...open.map(({ folder }) => folder)])
  const read = filesOf(targets)
  // A cluster whose start is not seen most likely reads the folder that its Flux is installed in.
  const isOfCluster = (path: string) =>
    starts.length === 0 && clustersAround(snapshot.index.clusters.all, path).length > 0
  const patterns = applying.flatMap(({ kustomization: { folder = '' } }) =>
    folder.includes('${') ? [folder.split(/\$\{[^}]*\}/)] : [],
  )
  const isSeen = (path: string) =>
    read.has(path) ||
    isOfCluster(path) ||
    isWithinAny(path, folders) ||
    patterns.some(parts => isPartsInOrder(path, parts, at => at === path.length || path[at] === '/'))
  const isShown = [...snapshot.index.placed.keys()].some(
    resource => isImageKind(resource) && isSeen(resource.place.file),
  )
  if (starts.length === 0 && !isShown) return new Set()
  const built = new Set<Target>()
  for (const { target } of effective.roots.values()) reached(target, built)
  const alone = [...effective.alone].filter(([, { resources }]) => resources.length > 0)
  const all = [...filesOf(built), ...alone.map(([path]) => path)]
  return new Set(all.filter(path => !isSeen(path)))
}

function bringsFlux({ resources }: EffectiveRoot): boolean {
  return resources.some(isFluxKustomization)
}
