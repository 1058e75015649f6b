import type { WorkspaceEdit } from 'vscode-languageclient'

/** The documents whose text an edit changes, each once; files renamed or deleted are not among them, nor with `isNew` false those that it makes. */
export function editedUris(
  edit: WorkspaceEdit,
  { isNew = true }: { readonly isNew?: boolean } = {},
): string[] {
  const changed = (edit.documentChanges ?? []).flatMap(change =>
    'edits' in change ? [change.textDocument.uri] : [],
  )
  const made = new Set(
    (edit.documentChanges ?? []).flatMap(change =>
      'kind' in change && change.kind === 'create' && !isNew ? [change.uri] : [],
    ),
  )
  return [...new Set([...changed, ...Object.keys(edit.changes ?? {})])].filter(uri => !made.has(uri))
}
