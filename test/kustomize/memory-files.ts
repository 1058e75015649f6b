import { type WorkspaceFiles, workspaceFiles } from '../../server/src/kustomize/workspace-files.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

/** A workspace of texts, every one loaded. */
export function filesOf(texts: Readonly<Record<string, string>>): WorkspaceFiles {
  return workspaceFiles(
    new Map(
      Object.entries(texts).map(([path, text]) => [path, { text, documents: readDocuments(text) }] as const),
    ),
  )
}
