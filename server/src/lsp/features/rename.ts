import { LSPErrorCodes, type RenameParams, ResponseError, type WorkspaceEdit } from 'vscode-languageserver'
import { rename } from '../../ide/navigate/rename.ts'
import { forMessage } from '../../text/foreign.ts'
import { textChanged, toWorkspaceEdit } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'

/** The edits of a renaming over all files; why there is none is the request's error, which editors show. */
export function renameEdit(
  workspaces: Workspaces,
  { textDocument, position, newName }: RenameParams,
): WorkspaceEdit | ResponseError<void> | null {
  const at = workspaces.at(textDocument.uri)
  if (at === undefined) return null
  const renaming = rename(at.snapshot, at.path, at.lines.offsetAt(position), newName)
  if ('refusal' in renaming)
    return new ResponseError<void>(LSPErrorCodes.RequestFailed, forMessage(renaming.refusal))
  const open = workspaces.versions(at.workspace)
  return (
    toWorkspaceEdit(at.snapshot, at.workspace.paths, open, renaming.edits) ??
    new ResponseError<void>(LSPErrorCodes.ContentModified, textChanged)
  )
}
