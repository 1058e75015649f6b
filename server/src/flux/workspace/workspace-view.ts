import {
  folderOf,
  type KustomizeVersion,
  nameOf,
  type WorkspaceFiles,
} from '../../kustomize/build/workspace-files.ts'
import type { SourceFile } from './source-file.ts'

/** The names in each folder, by its path; the root is ``. */
export type Folders = ReadonlyMap<string, readonly string[]>

/** The folders that a set of paths makes. */
export function foldersOf(paths: Iterable<string>): Folders {
  const names = new Map<string, Set<string>>([['', new Set()]])
  for (const path of paths) {
    for (let at = path; at !== ''; ) {
      const slash = at.lastIndexOf('/')
      const folder = at.slice(0, Math.max(0, slash))
      const known = names.get(folder)
      const name = at.slice(slash + 1)
      if (known?.has(name)) break
      if (known) known.add(name)
      else names.set(folder, new Set([name]))
      at = folder
    }
  }
  return new Map([...names].map(([folder, list]) => [folder, [...list]]))
}

/**
 * The workspace as kustomize reads it. Only files that may decide over image automation, and those that are
 * `wanted`, are read; the others are there, and what they hold is not known.
 */
export function workspaceView(
  files: ReadonlyMap<string, SourceFile>,
  folders: Folders,
  wanted: ReadonlySet<string>,
  kustomize: KustomizeVersion,
): WorkspaceFiles {
  // By folder: one with thousands of files is not gone through for each of them.
  const sets = new Map<string, ReadonlySet<string>>()
  const setOf = (folder: string) => {
    const known = sets.get(folder) ?? new Set(folders.get(folder))
    sets.set(folder, known)
    return known
  }
  return {
    kustomize,
    has: path => setOf(folderOf(path)).has(nameOf(path)),
    read: path => {
      const file = files.get(path)
      return file?.mayDecide || wanted.has(path) ? file?.facts.documents : undefined
    },
    text: path => files.get(path)?.text,
    isFolder: path => folders.has(path),
    list: folder => folders.get(folder) ?? nothing,
  }
}

const nothing: readonly string[] = []
