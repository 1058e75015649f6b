import { environmentOf } from '../../flux/project/environment-of.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'

/**
 * The environment that a file belongs to: its name in the project file, else the folder that stands for it, at most two
 * deep (`clusters/production`); `.` for files at the root.
 */
export function environmentFolder({ project }: Snapshot, path: string): string {
  const named = environmentOf(project.settings, path)
  if (named) return named.name
  const folders = path.split('/').slice(0, -1)
  return folders.length === 0 ? '.' : folders.slice(0, 2).join('/')
}
