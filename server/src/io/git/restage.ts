import type { EditedFile } from './edit-files.ts'
import { failure, isFailure } from './failure.ts'
import type { NewObject } from './git-object.ts'
import type { StagedFiles } from './store.ts'

/** What the index must hold after the commit, so that what the user staged stays staged, no more and no less. */
export interface Restaged {
  readonly oids: ReadonlyMap<string, string>
  /** Staged versions that get the bump too. */
  readonly objects: readonly NewObject[]
}

/**
 * Works out the index entries of edited files: the new blob where nothing was staged, the staged blob with the same
 * edit where something else of the file was. Rejects with `E_STAGED_CONFLICT` where the file's removal or the edited
 * place itself is staged otherwise.
 */
export async function restage(staged: StagedFiles, files: readonly EditedFile[]): Promise<Restaged> {
  const oids = new Map<string, string>()
  const objects: NewObject[] = []
  for (const { path, before, after, edit } of files) {
    const name = Buffer.from(path, 'latin1').toString()
    const entry = staged.entries.get(path)
    if (!entry || entry.isIntentToAdd) throw conflict(name, 'its removal is staged')
    if (entry.mode >> 12 !== 0o10) throw conflict(name, 'it is staged as something other than a file')
    if (entry.oid === before) oids.set(path, after.oid)
    else if (entry.oid !== after.oid) {
      const object = await edit(entry.oid).catch(error => {
        if (!isFailure(error)) throw error
        throw conflict(name, `the staged version differs at the edited place (${error.message})`)
      })
      oids.set(path, object.oid)
      objects.push(object)
    }
  }
  return { oids, objects }
}

function conflict(name: string, how: string): Error {
  return failure(
    'E_STAGED_CONFLICT',
    `${name} cannot be committed without touching what you staged: ${how}. Commit or unstage that first (git restore --staged).`,
  )
}
