import { kustomizationNames } from '../../kustomize/build/build-target.ts'
import { isFatal } from '../../kustomize/build/problem.ts'
import { folderOf } from '../../kustomize/build/workspace-files.ts'
import { textAt } from '../../text/node.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** A kustomization that would give a namespace to what it lists. */
export interface NamespaceGiver {
  /** Its file. */
  readonly kustomization: string
  readonly namespace: string
  /** What it would have to list, relative to its folder. */
  readonly entry: string
}

/**
 * The innermost kustomization above a file, where it sets a namespace: what stands in the file without one lacks only
 * to be listed there. Undefined where there is none, where it sets no namespace, and where it does not build.
 */
export function namespaceGiver({ files, effective }: Snapshot, path: string): NamespaceGiver | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const start = folder === '' ? '' : `${folder}/`
    const file = kustomizationNames.flatMap(name => files.get(`${start}${name}`) ?? [])[0]
    if (file) {
      const namespace = textAt(file.facts.documents[0]?.root, 'namespace')
      const isBroken = effective.roots.get(folder)?.problems.some(isFatal) ?? false
      if (!namespace || isBroken) return undefined
      return { kustomization: file.path, namespace, entry: path.slice(start.length) }
    }
    if (folder === '') return undefined
  }
}
