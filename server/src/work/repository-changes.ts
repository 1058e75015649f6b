import { dirname, join, relative, sep } from 'node:path'
import type { Change } from '../flux/automation/changes.ts'
import type { CommitPlan } from '../flux/commit/commit.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { PullRequests } from '../ports.ts'
import type { Session } from '../session.ts'

/** A folder that a door has opened. */
export interface OpenFolder {
  /** Absolute path: what the session's paths are relative to. */
  readonly root: string
  readonly session: Session
  /** Where pull requests are opened; absent without trust, or where none was asked for. */
  readonly pullRequests?: PullRequests
}

/** Changes in one folder, as they were found in `snapshot`. */
export interface FolderChanges<F extends OpenFolder = OpenFolder> {
  readonly folder: F
  readonly snapshot: Snapshot
  readonly changes: readonly Change[]
  /** Values that stand here already, and may still have to be committed. */
  readonly current?: readonly Change[]
}

/** Changes in one Git repository: the folder's own, or a submodule in it. */
export interface RepositoryChanges<F extends OpenFolder = OpenFolder> extends FolderChanges<F> {
  /** Absolute path of the repository's working tree. */
  readonly root: string
  /** The same plan with paths that are relative to `root`. */
  readonly inRepository: (plan: CommitPlan) => CommitPlan
}

/** Changes by the repository that their files lie in. Without trust, all count as the folder's own. */
export async function byRepository<F extends OpenFolder>({
  folder,
  ...found
}: FolderChanges<F>): Promise<readonly RepositoryChanges<F>[]> {
  const roots = new Map<string, Promise<string>>()
  const rootOf = (path: string) => {
    const at = dirname(join(folder.root, path))
    const root = roots.get(at) ?? repositoryOf(folder, at)
    roots.set(at, root)
    return root
  }
  const byRoot = new Map<string, Change[]>()
  for (const change of found.changes) {
    const root = await rootOf(change.path)
    byRoot.set(root, [...(byRoot.get(root) ?? []), change])
  }
  return [...byRoot].map(([root, changes]) => {
    const prefix = relative(folder.root, root).split(sep).join('/')
    const within = (path: string) => (prefix === '' ? path : path.slice(prefix.length + 1))
    const inRepository = ({ files, ...plan }: CommitPlan) => ({
      ...plan,
      files: files.map(({ path, edit }) => ({ path: within(path), edit })),
    })
    return { ...found, folder, changes, root, inRepository }
  })
}

async function repositoryOf({ root, session }: OpenFolder, folder: string): Promise<string> {
  try {
    return (await session.git.root(folder)) ?? root
  } catch {
    // Not trusted, or a broken `.git` file: the commit says so.
    return root
  }
}
