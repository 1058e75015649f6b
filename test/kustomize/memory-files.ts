import {
  type KustomizeVersion,
  type WorkspaceFiles,
  workspaceFiles,
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
