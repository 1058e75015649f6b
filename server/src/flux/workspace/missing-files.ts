import { isWithin, joinPath } from '../../kustomize/build/workspace-files.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { field, textAt } from '../../text/node.ts'
import { isLiveProblem } from '../chain/live.ts'
import type { KustomizationProblem } from './kustomization-problems.ts'
import type { Snapshot } from './snapshot.ts'

/** A file or folder that a kustomization names and that is not among the workspace's files. */
export interface MissingFile extends KustomizationProblem {
  /** One of these should be there. */
  readonly paths: readonly [string, ...string[]]
}

/**
 * What kustomizations in a file name and the workspace does not seem to have. Whether it is really absent, the world
 * is asked (`snapshot.absent`): it may be hidden, a link, a submodule. Left out is what may come from elsewhere.
 */
export function missingFiles(snapshot: Snapshot, file: string): readonly MissingFile[] {
  const text = snapshot.files.get(file)?.text ?? ''
  return (snapshot.index.kustomizationProblems.get(file) ?? []).flatMap(found => {
    if (!isLiveProblem(snapshot, found)) return []
    const { code, span, missing = [] } = found.problem
    const [first, ...more] = missing
    if (code !== 'kustomization-missing-file' || first === undefined) return []
    // Filled in by whatever makes the real file of this one.
    if (/[$][{(]|\{\{|%\{/.test(text.slice(...span))) return []
    if (isIncluded(snapshot, first) || !isRootSure(snapshot, found)) return []
    return [{ ...found, paths: [first, ...more] as const }]
  })
}

/** Whether a GitRepository's `include` may put something at a path: files of another repository, copied into this one's. */
function isIncluded({ index }: Snapshot, path: string): boolean {
  return index.fluxObjects.some(({ object: { kind, node } }) => {
    const includes = kind === 'GitRepository' ? field(node, 'spec', 'include') : undefined
    if (includes?.kind !== 'sequence') return false
    return includes.items.some(item => {
      const to = textAt(item, 'toPath') ?? textAt(item, 'repository', 'name') ?? ''
      return isWithin(path, joinPath('', to) ?? '')
    })
  })
}

/**
 * A `spec.path` is relative to its source's root. That is this workspace's root for sure, where a Kustomization with
 * the same source lies in the very folder that its own path names, and no two URLs share that source's name.
 */
function isRootSure({ index, effective }: Snapshot, { problem, appliedBy }: KustomizationProblem): boolean {
  const named = appliedBy.filter(root => isPathOf(problem, root))
  if (named.length === 0) return true
  return named.every(({ kustomization: { source } }) => {
    const isSame = ({ kustomization: { source: other } }: FluxRoot) =>
      other.kind === source.kind && other.namespace === source.namespace && other.name === source.name
    const urls = index.fluxObjects.filter(
      ({ object }) => object.kind === source.kind && object.name === source.name,
    )
    const isOneUrl = new Set(urls.map(({ object }) => textAt(object.node, 'spec', 'url'))).size <= 1
    return isOneUrl && effective.fluxRoots.some(root => isSame(root) && liesInItsPath(root))
  })
}

function isPathOf(
  { missing }: KustomizationProblem['problem'],
  { kustomization, target }: FluxRoot,
): boolean {
  return target.file === undefined && missing?.length === 1 && missing[0] === kustomization.folder
}

function liesInItsPath({ kustomization: { folder, place } }: FluxRoot): boolean {
  return folder !== undefined && folder !== '' && isWithin(place.file, folder)
}
