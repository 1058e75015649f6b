import {
  folderOf,
  type KustomizeVersion,
  nameOf,
  type WorkspaceFiles,
} from '../../server/src/kustomize/build/workspace-files.ts'
import type { YamlDocument } from '../../server/src/text/node.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

/** A workspace of texts, every one loaded. The same text is read once: `known` may be shared between workspaces. */
export function filesOf(
  texts: Readonly<Record<string, string>>,
  known: Map<string, readonly YamlDocument[]> = new Map(),
  kustomize: KustomizeVersion = '5.5',
): WorkspaceFiles {
  const read = (text: string) => {
    const documents = known.get(text) ?? readDocuments(text)
    known.set(text, documents)
    return documents
  }
  return workspaceFiles(
    new Map(Object.entries(texts).map(([path, text]) => [path, { text, documents: read(text) }] as const)),
    kustomize,
  )
}

/** A view of files by their paths. A file without documents is there, but not loaded. */
export function workspaceFiles(
  files: ReadonlyMap<string, { readonly text?: string; readonly documents?: readonly YamlDocument[] }>,
  kustomize: KustomizeVersion = '5.8',
): WorkspaceFiles {
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of files.keys()) {
    for (let at = path; at !== ''; at = folderOf(at)) {
      const names = folders.get(folderOf(at)) ?? new Set()
      folders.set(folderOf(at), names.add(nameOf(at)))
    }
  }
  const lists = new Map([...folders].map(([folder, names]) => [folder, [...names]] as const))
  return {
    kustomize,
    read: path => files.get(path)?.documents,
    text: path => files.get(path)?.text,
    isFolder: path => lists.has(path),
    has: path => folders.get(folderOf(path))?.has(nameOf(path)) === true,
    list: folder => lists.get(folder) ?? [],
  }
}
