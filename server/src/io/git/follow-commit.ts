import { committedFiles } from './committed-files.ts'
import type { EditedFile } from './edit-files.ts'
import { hasCode, isFailure } from './failure.ts'
import { holdIndex } from './hold-index.ts'
import { restage } from './restage.ts'
import { retryLocked } from './retry-locked.ts'
import type { HookedCommit } from './run-git-commit.ts'

/**
 * Brings the user's index along after `git commit` on an index of our own: what was committed, hooks' changes
 * included, is not to look reverted. Gives notes of what a hook changed, and of what could not be brought along.
 */
export async function followCommit(commit: HookedCommit, oid: string): Promise<readonly string[]> {
  const { files, notes } = await committedFiles(commit, oid)
  for (const file of files) {
    try {
      await retryLocked(() => follow(commit, file), 100)
    } catch (error) {
      if (!isFailure(error)) throw error
      notes.push(`The commit was made, but the index does not follow: ${error.message}`)
    }
  }
  return notes
}

async function follow(commit: HookedCommit, file: EditedFile): Promise<void> {
  const { store, opened } = commit
  const index = await store.index([file.path])
  const { oids, objects } = await restage(index, [file])
  if (objects.length > 0) await store.write(objects)
  try {
    holdIndex(opened.repository, opened.config, { seen: index.seen, patched: index.patch(oids) }).commit()
  } catch (error) {
    if (!hasCode(error, 'E_INDEX_MOVED')) throw error
    await follow(commit, file)
  }
}
