import { environmentAt } from '../../flux/project/environments.ts'
import { recalledOfFiles } from '../../flux/workspace/recalled.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'

/**
 * The environment that a file belongs to; where that is not known, the folder that it lies in, at most two deep
 * (`clusters/production`); `.` for files at the root.
 */
export const environmentFolder: (snapshot: Snapshot, path: string) => string = recalledOfFiles(findFolder)

function findFolder(snapshot: Snapshot, path: string): string {
  const environment = environmentAt(snapshot, path)
  if (environment) return environment.name
  const folders = path.split('/').slice(0, -1)
  return folders.length === 0 ? '.' : folders.slice(0, 2).join('/')
}
