import type { SystemGit } from '../system/run-git.ts'
import type { NewObject, ObjectFormat } from './git-object.ts'
import { pack } from './pack.ts'

/** Writes objects through the system's Git, all in one run. */
export async function unpackObjects(
  git: SystemGit,
  objects: readonly NewObject[],
  format: ObjectFormat,
): Promise<void> {
  await git.ask(['unpack-objects', '-q'], { input: pack(objects, format).bytes })
}
