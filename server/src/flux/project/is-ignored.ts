import type { Snapshot } from '../workspace/snapshot.ts'
import { pathGlobs } from './path-globs.ts'

/**
 * Whether nothing is to be reported in a file (its path relative to the repository's root, with `/`). A glob that takes
 * a folder takes all that is in it.
 */
export function isIgnored(snapshot: Snapshot, path: string): boolean {
  return snapshot.unanswered.recall(ignoring)(path)
}

function ignoring({ project }: Snapshot): (path: string) => boolean {
  return pathGlobs(project.settings.ignore.flatMap(glob => [glob, `${glob.replace(/\/+$/, '')}/**`]))
}
