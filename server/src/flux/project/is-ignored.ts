import picomatch from 'picomatch/posix.js'
import type { ProjectSettings } from './project-settings.ts'

/**
 * Whether nothing is to be reported in a file (its path relative to the repository's root, with `/`). A glob that takes
 * a folder takes all that is in it.
 */
export function isIgnored({ ignore }: Pick<ProjectSettings, 'ignore'>, path: string): boolean {
  return ignore.some(glob => {
    // No extended globs: some of them take forever.
    const options = { dot: true, noextglob: true }
    return picomatch([glob, `${glob.replace(/\/+$/, '')}/**`], options)(path)
  })
}
