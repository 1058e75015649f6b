import type { WorkspaceEdit } from 'vscode-languageserver'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { toWorkspaceEdit } from '../convert.ts'
import type { OpenFolder } from '../folders.ts'
import type { Workspaces } from '../workspaces.ts'

/**
 * The edit of `toWorkspaceEdit`, where the files that no editor shows are on the disk what the snapshot holds: their
 * edits have no version by which the editor could refuse them. Undefined where one is not; it has been read anew then,
 * and the same request works when it comes again.
 */
export async function currentEdit(
  workspaces: Workspaces,
  folder: OpenFolder,
  snapshot: Snapshot,
  edits: Parameters<typeof toWorkspaceEdit>[3],
): Promise<WorkspaceEdit | undefined> {
  const shown = workspaces.versions(folder)
  const closed = [...new Set(edits.flatMap(({ path, isNew }) => (isNew || shown.has(path) ? [] : [path])))]
  if (closed.length > 0) await folder.session.reread(closed)
  const { files } = folder.session.snapshot
  if (closed.some(path => files.get(path)?.text !== snapshot.files.get(path)?.text)) return undefined
  return toWorkspaceEdit(snapshot, folder.paths, workspaces.versions(folder), edits)
}
