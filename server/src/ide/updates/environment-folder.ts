import { isBelow } from '../../flux/automation/update-path.ts'
import { environmentOf } from '../../flux/project/environment-of.ts'
import { environments } from '../../flux/project/environments.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'

/**
 * The environment that a file belongs to: its name in the project file, else as `promote` finds it in the layout, else
 * the folder that it lies in, at most two deep (`clusters/production`); `.` for files at the root.
 */
export function environmentFolder(snapshot: Snapshot, path: string): string {
  const named =
    environmentOf(snapshot.project.settings, path) ??
    snapshot.recall(environments).find(({ folders }) => folders.some(folder => isBelow(path, folder)))
  if (named) return named.name
  const folders = path.split('/').slice(0, -1)
  return folders.length === 0 ? '.' : folders.slice(0, 2).join('/')
}
