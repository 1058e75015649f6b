import type { YamlDocument } from '../../text/node.ts'
import { folderOf, type WorkspaceFiles } from './workspace-files.ts'

/** Something that was read of the workspace. What was made of it stands as long as it still reads the same. */
export type Fact =
  | { readonly read: string; readonly documents: readonly YamlDocument[] | undefined }
  | { readonly text: string; readonly content: string | undefined }
  | { readonly isFolder: string; readonly answer: boolean }
  | { readonly list: string; readonly names: readonly string[] }

/** A view of the workspace that notes every answer once. */
export function notingFiles(files: WorkspaceFiles, facts: Fact[]): WorkspaceFiles {
  const seen = new Set<string>()
  const note = (key: string, fact: () => Fact) => {
    if (!seen.has(key)) facts.push(fact())
    seen.add(key)
  }
  return {
    kustomize: files.kustomize,
    read(path) {
      const documents = files.read(path)
      note(`read ${path}`, () => ({ read: path, documents }))
      return documents
    },
    text(path) {
      const content = files.text(path)
      note(`text ${path}`, () => ({ text: path, content }))
      return content
    },
    isFolder(path) {
      const answer = files.isFolder(path)
      note(`isFolder ${path}`, () => ({ isFolder: path, answer }))
      return answer
    },
    has(path) {
      const folder = folderOf(path)
      note(`list ${folder}`, () => ({ list: folder, names: files.list(folder) }))
      return files.has(path)
    },
    list(folder) {
      const names = files.list(folder)
      note(`list ${folder}`, () => ({ list: folder, names }))
      return names
    },
  }
}

/** Whether a fact is still so. Documents are compared by identity, not by content. */
export function holds(fact: Fact, files: WorkspaceFiles): boolean {
  if ('read' in fact) return files.read(fact.read) === fact.documents
  if ('text' in fact) return files.text(fact.text) === fact.content
  if ('isFolder' in fact) return files.isFolder(fact.isFolder) === fact.answer
  const names = files.list(fact.list)
  if (names === fact.names) return true
  const known = new Set(fact.names)
  return names.length === known.size && names.every(name => known.has(name))
}
