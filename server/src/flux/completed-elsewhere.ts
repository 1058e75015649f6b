import { field, type Mapping, type Node, textAt } from '../text/node.ts'
import type { SourceFile } from './source-file.ts'
import { isBelow, updatePath } from './update-path.ts'

type Files = ReadonlyMap<string, SourceFile>

/**
 * Whether what a file leaves out of an object of a kind may come from elsewhere: the file is a patch itself, or a
 * kustomization that takes it in changes objects of that kind. Until it is told otherwise, a change whose kind
 * cannot be seen may be of any.
 */
export function isCompletedElsewhere(files: Files, path: string, kind: string): boolean {
  const roots = [...files.keys()].flatMap(name => kustomizationAt(files, name) ?? [])
  if (roots.some(root => patchPaths(root).includes(path))) return true
  if (roots.some(root => changes(files, root, kind) && takesIn(files, root, path, new Set()))) return true
  return [...files.values()].some(file => isChangedByFlux(files, file, path, kind))
}

/** A kustomization file's content, with the folder that its paths start from. */
interface Kustomization {
  readonly folder: string
  readonly node: Mapping
}

function kustomizationAt(files: Files, path: string): Kustomization | undefined {
  const cut = path.lastIndexOf('/')
  if (!/^(kustomization\.ya?ml|Kustomization)$/.test(path.slice(cut + 1))) return undefined
  const root = files.get(path)?.facts.documents[0]?.root
  return root?.kind === 'mapping' ? { folder: path.slice(0, Math.max(cut, 0)), node: root } : undefined
}

function kustomizationIn(files: Files, folder: string): Kustomization | undefined {
  for (const name of ['kustomization.yaml', 'kustomization.yml', 'Kustomization']) {
    const found = kustomizationAt(files, folder === '' ? name : `${folder}/${name}`)
    if (found) return found
  }
  return undefined
}

/** Flux's own Kustomizations patch too what they find below their path. */
function isChangedByFlux(files: Files, { facts }: SourceFile, path: string, kind: string): boolean {
  return facts.documents.some(({ root }) => {
    if (root?.kind !== 'mapping' || !textAt(root, 'apiVersion')?.startsWith('kustomize.toolkit.fluxcd.io/'))
      return false
    const spec = field(root, 'spec')
    if (spec?.kind !== 'mapping') return false
    const folder = updatePath(textAt(spec, 'path') ?? '')
    if (!changes(files, { folder, node: spec }, kind)) return false
    const own = kustomizationIn(files, folder)
    return own ? takesIn(files, own, path, new Set()) : isBelow(path, folder)
  })
}

/** Whether a kustomization itself changes objects of a kind. */
function changes(files: Files, root: Kustomization, kind: string): boolean {
  const { node } = root
  const inFile = (path: string) => kindsInFile(files, join(root, path))
  const matches = (kinds: readonly string[] | 'any') => kinds === 'any' || kinds.includes(kind)
  if (items(node, 'replacements', 'transformers').length > 0) return true
  if (
    texts(node, 'components').some(path => {
      const component = kustomizationIn(files, join(root, path))
      return component === undefined || changes(files, component, kind)
    })
  )
    return true
  const merges = items(node, 'patchesStrategicMerge').map(item => {
    const text = item.kind === 'scalar' ? item.text : ''
    return text.includes('\n') ? kindsInText(text) : inFile(text)
  })
  const patches = items(node, 'patches', 'patchesJson6902').map(item => {
    const target = textAt(item, 'target', 'kind')
    if (target !== undefined) return target === kind || /\W/.test(target) ? [kind] : []
    if (field(item, 'target') !== undefined) return 'any'
    const [path, patch] = [textAt(item, 'path'), textAt(item, 'patch')]
    return patch === undefined ? inFile(path ?? '') : kindsInText(patch)
  })
  return [...merges, ...patches].some(matches)
}

function kindsInFile(files: Files, path: string): readonly string[] | 'any' {
  const file = files.get(path)
  // Files that name none of Flux's groups are not read: they hold no patch for its kinds.
  return file ? kindsInText(file.text) : []
}

function kindsInText(text: string): readonly string[] | 'any' {
  const kinds = [...text.matchAll(/^[ \t]*["']?kind["']?:[ \t]*["']?(\w+)/gm)].flatMap(
    ([, kind]) => kind ?? [],
  )
  return kinds.length > 0 ? kinds : 'any'
}

/** The files that a kustomization names as patches. */
function patchPaths(root: Kustomization): readonly string[] {
  const named = items(root.node, 'patches', 'patchesJson6902').flatMap(item => textAt(item, 'path') ?? [])
  return [...texts(root.node, 'patchesStrategicMerge'), ...named].map(path => join(root, path))
}

/** Whether a kustomization takes in a file, by itself or through others. */
function takesIn(files: Files, root: Kustomization, path: string, seen: Set<string>): boolean {
  if (seen.has(root.folder)) return false
  seen.add(root.folder)
  return texts(root.node, 'resources', 'bases', 'components').some(entry => {
    const at = join(root, entry)
    const inner = kustomizationIn(files, at)
    return at === path || (inner !== undefined && takesIn(files, inner, path, seen))
  })
}

function items(node: Mapping, ...names: readonly string[]): readonly Node[] {
  return names.flatMap(name => {
    const list = field(node, name)
    return list?.kind === 'sequence' ? list.items : []
  })
}

function texts(node: Mapping, ...names: readonly string[]): readonly string[] {
  return items(node, ...names).flatMap(item => (item.kind === 'scalar' ? [item.text] : []))
}

function join({ folder }: Kustomization, path: string): string {
  return updatePath(`${folder}/${path}`)
}
