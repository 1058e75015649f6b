import { applyChanges } from '../flux/automation/apply-changes.ts'
import { byPath } from '../flux/automation/changes.ts'
import type { FileEdit } from '../flux/commit/commit.ts'
import { failure } from '../flux/failure.ts'
import type { FolderChanges } from './repository-changes.ts'

/**
 * Writes changes into the files on disk: each is found again in the text as it is now, so that changes of the same file
 * may come one after the other. Rejects with a `Failure`; each file is written whole or not at all.
 */
export async function writeChanges(found: readonly FolderChanges[]): Promise<void> {
  for (const changes of found) {
    const { session } = changes.folder
    for (const { path, edit } of fileEdits(changes)) {
      const before = session.snapshot.files.get(path)?.text ?? ''
      const text = edit(before)
      if (typeof text !== 'string') throw failure(text.code, text.message)
      if (text !== before) await session.write(new Map([[path, text]]))
    }
  }
}

/** What to do to each file, whatever else has changed in it meanwhile. */
function fileEdits({ snapshot, changes }: FolderChanges): readonly FileEdit[] {
  return [...byPath(changes)].flatMap(([path, ofFile]): readonly FileEdit[] => {
    const facts = snapshot.files.get(path)?.facts
    if (facts === undefined) return []
    const edit: FileEdit['edit'] = text => {
      const result = applyChanges(text, facts, ofFile)
      if ('text' in result) return result.text
      const message = `${path} changed meanwhile and was left as it is: run it again`
      return { code: 'E_BLOB_MISMATCH', message }
    }
    return [{ path, edit }]
  })
}
