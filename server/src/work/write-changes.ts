import { applyChanges } from '../flux/automation/apply-changes.ts'
import { byPath } from '../flux/automation/changes.ts'
import type { FileEdit } from '../flux/commit/commit.ts'
import { failure, isFailure } from '../flux/failure.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'

/** A file that was written: its text before and after. */
export interface WrittenFile {
  readonly folder: OpenFolder
  readonly path: string
  readonly before: string
  readonly after: string
}

/**
 * Writes changes into the files on disk: each is found again in the text as the disk holds it now, so that what was
 * saved meanwhile stays, and changes of the same file may come one after the other. Each file is written whole or not
 * at all. Where one cannot be, those before it are as they were, and it rejects with a `Failure`.
 */
export async function writeChanges(found: readonly FolderChanges[]): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = []
  try {
    for (const changes of found) {
      const { folder } = changes
      for (const { path, edit } of fileEdits(changes)) {
        let before = ''
        let after = ''
        const noted: FileEdit['edit'] = text => {
          const next = edit(text)
          if (typeof next === 'string') [before, after] = [text, next]
          return next
        }
        await folder.session.apply([{ path, edit: noted }])
        if (before !== after) written.push({ folder, path, before, after })
      }
    }
  } catch (error) {
    await takeBack(written)
    throw error
  }
  return written
}

/** Gives files the text that they had, where they still hold what was written; the others stay as they are. */
export async function takeBack(written: readonly WrittenFile[]): Promise<void> {
  for (const { folder, path, before, after } of written.toReversed()) {
    const edit = (text: string) => (text === after ? before : text)
    await folder.session.apply([{ path, edit }]).catch(error => {
      // What the disk refuses now stays written; the next update commits it.
      if (!isFailure(error)) throw error
    })
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
      return failure('E_CHANGED', `${path} changed meanwhile and was left as it is. Run it again.`)
    }
    return [{ path, edit }]
  })
}
