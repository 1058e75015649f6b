import type { WorkspaceEdit } from 'vscode-languageclient'

/** The documents whose text an edit changes, each once; files made, renamed or deleted are not among them. */
export function editedUris(edit: WorkspaceEdit): string[] {
  const changed = (edit.documentChanges ?? []).flatMap(change =>
    'edits' in change ? [change.textDocument.uri] : [],
  )
  return [...new Set([...changed, ...Object.keys(edit.changes ?? {})])]
}
