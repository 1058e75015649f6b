import { isBelow } from '../automation/update-path.ts'
import type { Environment, ProjectSettings } from './project-settings.ts'

/** The environment whose folder a file (its path relative to the repository's root) lies in: of several the innermost. */
export function environmentOf(
  { environments }: Pick<ProjectSettings, 'environments'>,
  file: string,
): Environment | undefined {
  const around = environments.filter(({ path }) => isBelow(file, path))
  return around.toSorted((a, b) => b.path.length - a.path.length)[0]
}
