import {
  type ChangeAnnotation,
  LSPErrorCodes,
  type RenameParams,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import { rename } from '../../ide/navigate/rename.ts'
import { namespaceAt, type RenameEdit } from '../../ide/navigate/rename-namespace.ts'
import { forMessage } from '../../text/foreign.ts'
import { textChanged } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'
import { currentEdit } from './current-edit.ts'

/**
 * The edits of a renaming over all files; why there is none is the request's error, which editors show. Where the
 * client shows annotations, places that may mean the name are offered too, and wait for the user to take them.
 */
export async function renameEdit(
  workspaces: Workspaces,
  { textDocument, position, newName }: RenameParams,
): Promise<WorkspaceEdit | ResponseError<void> | null> {
  const first = workspaces.at(textDocument.uri)
  const namespace = first && namespaceAt(first.snapshot, first.path, first.lines.offsetAt(position))
  if (namespace) {
    // Files in which nothing else matters may name it too.
    await first.workspace.session.readWith([namespace.name, newName])
    await first.workspace.session.complete()
  }
  const at = workspaces.at(textDocument.uri)
  if (at === undefined) return null
  const renaming = rename(at.snapshot, at.path, at.lines.offsetAt(position), newName)
  if ('refusal' in renaming)
    return new ResponseError<void>(LSPErrorCodes.RequestFailed, forMessage(renaming.refusal))
  const edits = workspaces.canReview
    ? renaming.edits.map(edit => ({ ...edit, annotation: annotationOf(edit, Boolean(namespace)) }))
    : renaming.edits.filter(({ doubt }) => doubt === undefined)
  return (
    (await currentEdit(workspaces, at.workspace, at.snapshot, edits)) ??
    new ResponseError<void>(LSPErrorCodes.ContentModified, textChanged)
  )
}

function annotationOf({ oldText, newText, doubt }: RenameEdit, isNamespace: boolean): ChangeAnnotation {
  if (doubt === undefined)
    return {
      label: forMessage(`Rename ${isNamespace ? 'the namespace ' : ''}${oldText} to ${newText}`),
      needsConfirmation: false,
    }
  return {
    label: 'May name the namespace',
    description: forMessage(`Here ${oldText} is ${doubt}`),
    needsConfirmation: true,
  }
}
