import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { broughtBy, live } from '../chain/live.ts'
import { folderAround, foldersNamed } from '../project/environments.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Installed } from './installed.ts'
import { samePath } from './same-path.ts'

/**
 * The live clusters that apply a file, where all of those that do are known; none where another one may. With an empty path
 * those that are known to be of this repository.
 */
export function installedAt(snapshot: Snapshot, path: string): readonly Installed[] {
  const { installed = [] } = snapshot.rules
  if (installed.length === 0) return []
  const saidFor = installed.filter(({ folders }) => folders !== undefined)
  if (saidFor.length > 0)
    return path === '' ? saidFor : saidFor.filter(one => isBelowNamed(snapshot, one, path))
  const { ofStarts, starts } = snapshot.unanswered.recall(byStart)
  if (starts.length < 2) return installed.slice(0, 1)
  if (path === '') return [...new Set(ofStarts.flatMap(({ there }) => there ?? []))]
  const bringing = ofStarts.filter(({ files }) => files.has(path))
  const known = bringing.flatMap(({ there }) => there ?? [])
  return known.length === bringing.length ? [...new Set(known)] : []
}

function isBelowNamed(snapshot: Snapshot, { folders = [] }: Installed, path: string): boolean {
  return folders.some(name => folderAround(foldersNamed(snapshot, name), path) !== undefined)
}

/** Of the Flux Kustomizations that clusters start from, those that are in a cluster: told by name and path. */
export function startsIn(
  starts: readonly FluxRoot[],
  pathOf: (namespace: string, name: string) => string | undefined,
): readonly FluxRoot[] {
  return starts.filter(({ kustomization: { namespace, name, folder } }) => {
    const path = pathOf(namespace, name)
    return path !== undefined && samePath(path, folder ?? '')
  })
}

/** For each Kustomization that a cluster starts from: the files that it brings, and the live cluster that it is. */
function byStart(snapshot: Snapshot) {
  const { installed = [] } = snapshot.rules
  const { starts } = snapshot.unanswered.recall(live)
  const own = installed.map(one => startsIn(starts, (namespace, name) => one.paths[`${namespace}/${name}`]))
  const ofStarts = starts.map(start => ({
    files: new Set(broughtBy([start], snapshot.effective.fluxRoots).flatMap(filesOf)),
    there: installed.find((_, at) => own[at]?.length === 1 && own[at][0] === start),
  }))
  return { starts, ofStarts }
}

function filesOf({ resource, resources }: FluxRoot): readonly string[] {
  return [resource, ...resources].map(({ place }) => place.file)
}
