import { fixAll } from '../ide/fixes/fix-all.ts'
import type { OpenFolder } from './repository-changes.ts'

/** What a file would become. */
export interface FixedFile {
  /** Relative to the folder's root. */
  readonly path: string
  readonly before: string
  readonly after: string
}

/** Every certain fix in these files; files that need none are left out. */
export function planFixes(
  { session: { snapshot } }: OpenFolder,
  paths: readonly string[],
): readonly FixedFile[] {
  return [...fixAll(snapshot, paths)].map(([path, after]) => ({
    path,
    before: snapshot.files.get(path)?.text ?? '',
    after,
  }))
}

/** Writes the files, each whole or not at all. Rejects with a `Failure`. */
export function writeFixes({ session }: OpenFolder, fixed: readonly FixedFile[]): Promise<void> {
  return session.write(new Map(fixed.map(({ path, after }) => [path, after])))
}
