import { reached } from '../../kustomize/build/reached.ts'
import { joinPath } from '../../kustomize/build/workspace-files.ts'
import { field, type Mapping, type Node, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** A patch that brings a field to objects of a kind, as its kustomization or Flux Kustomization selects them. */
export interface SupplyingPatch {
  /** The kustomization's file. */
  readonly path: string
  /** Where it says which objects the patch is for. */
  readonly span: Span
}

/**
 * The patches with a target that roots apply, and that speak of a field: where what an object lacks would have to come
 * from. Whether they take the object is not asked. In the order of the files, and of the patches in each.
 */
export function supplyingPatches(
  snapshot: Snapshot,
  roots: readonly string[],
  kind: string,
  name: string,
): readonly SupplyingPatch[] {
  return patchLists(snapshot, roots).flatMap(({ path, folder, list }) =>
    list.flatMap(item => {
      const target = field(item, 'target')
      if (target?.kind !== 'mapping' || !mayBeOf(target, kind)) return []
      const file = joinPath(folder, textAt(item, 'path') ?? '') ?? ''
      const text = textAt(item, 'patch') ?? snapshot.files.get(file)?.text ?? ''
      return speaksOf(text, name) ? [{ path, span: selectorSpan(target) }] : []
    }),
  )
}

interface PatchList {
  readonly path: string
  readonly folder: string
  readonly list: readonly Node[]
}

function patchLists({ effective, files }: Snapshot, names: readonly string[]): readonly PatchList[] {
  const folders = new Set<string>()
  const lists: PatchList[] = []
  const add = (path: string, folder: string, patches: Node | undefined) => {
    if (patches?.kind === 'sequence') lists.push({ path, folder, list: patches.items })
  }
  const isNamed = ({ name }: { readonly name: string }) => names.includes(name)
  const fluxRoots = effective.fluxRoots.filter(isNamed)
  for (const root of [...effective.roots.values()].filter(isNamed).concat(fluxRoots)) {
    for (const target of reached(root.target)) for (const one of target.folders) folders.add(one)
  }
  for (const { kustomization } of fluxRoots) {
    const { file, span } = kustomization.place
    const documents = files.get(file)?.facts.documents ?? []
    const root = documents.find(one => one.span[0] <= span[0] && span[1] <= one.span[1])?.root
    add(file, kustomization.folder ?? '', field(root, 'spec', 'patches'))
  }
  for (const folder of folders) {
    for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization']) {
      const path = folder === '' ? name : `${folder}/${name}`
      add(path, folder, field(files.get(path)?.facts.documents[0]?.root, 'patches'))
    }
  }
  return lists
}

/** A target's kind is a pattern; anything but a plain name may be of any kind. */
function mayBeOf(target: Mapping, kind: string): boolean {
  const wanted = textAt(target, 'kind') ?? ''
  return wanted === '' || wanted === kind || /\W/.test(wanted)
}

/** Whether a patch, strategic or JSON 6902, has a field of that name anywhere. */
function speaksOf(text: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s{,/"'])${name}(?=["']?\\s*:|[/"',}\\s]|$)`, 'm').test(text)
}

function selectorSpan(target: Mapping): Span {
  const fields = ['annotationSelector', 'labelSelector', 'name', 'kind'].map(name => field(target, name))
  return fields.find(one => one?.kind === 'scalar')?.span ?? target.span
}
