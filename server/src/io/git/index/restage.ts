import { failure, isFailure } from '../../../flux/failure.ts'
import type { StagedFiles } from '../builtin/store.ts'
import type { EditedFile } from '../objects/edit-files.ts'
import { pathText } from '../objects/find-blob.ts'
import type { NewObject } from '../objects/git-object.ts'
import type { Moves } from './swap-entries.ts'

/** What the index must hold after the commit, so that what the user staged stays staged, no more and no less. */
export interface Restaged {
  readonly moves: Moves
  /** Staged versions that get the bump too. */
  readonly objects: readonly NewObject[]
}

/**
 * Works out the index entries of edited files: the new blob where nothing was staged, the staged blob with the same
 * edit where something else of the file was. Rejects with `E_STAGED_CONFLICT` where the file's removal or the edited
 * place itself is staged otherwise.
 */
export async function restage(staged: StagedFiles, files: readonly EditedFile[]): Promise<Restaged> {
  const moves = new Map<string, { from: string; to: string }>()
  const objects: NewObject[] = []
  for (const { path, before, after, edit } of files) {
    const name = pathText(path)
    const entry = staged.entries.get(path)
    if (!entry || entry.isIntentToAdd) throw conflict(name, 'its removal is staged')
    if (entry.mode >> 12 !== 0o10) throw conflict(name, 'it is staged as something other than a file')
    if (entry.oid === before) moves.set(path, { from: before, to: after.oid })
    else if (entry.oid !== after.oid) {
      const object = await edit(entry.oid).catch(error => {
        if (!isFailure(error)) throw error
        throw conflict(name, `the staged version differs at the edited place (${error.message})`)
      })
      moves.set(path, { from: entry.oid, to: object.oid })
      objects.push(object)
    }
  }
  return { moves, objects }
}

function conflict(name: string, how: string): Error {
  return failure(
    'E_STAGED_CONFLICT',
    `${name} cannot be committed without touching what you staged: ${how}. Commit or unstage that first (git restore --staged).`,
  )
}
