import { dirname, join, relative, sep } from 'node:path'
import type { Change } from '../../flux/automation/changes.ts'
import type { CommitPlan } from '../../flux/commit/commit.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { lookups } from '../../flux/selection/resolve.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { pending } from '../../ide/fixes/actions.ts'
import type { MarkerTarget } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

type Opened = ReturnType<Workspaces['all']>[number]

/** What is outdated in one folder of the workspace. */
export interface Bumps {
  readonly workspace: Opened
  readonly snapshot: Snapshot
  readonly changes: readonly Change[]
}

/**
 * The changes that a command is about, by folder; folders without any are left out. What is not known yet is asked
 * for first, so that the answer is about files that nobody has opened, too.
 */
export async function bumps(workspaces: Workspaces, target: MarkerTarget): Promise<readonly Bumps[]> {
  const found: Bumps[] = []
  const seen = new Set<string>()
  for (const workspace of targets(workspaces, target)) {
    const { session } = workspace
    const wanted = () => markers(session.snapshot, workspace, target)
    const refs = () => wanted().flatMap(({ marker: { setter } }) => (setter ? [setter.policy] : []))
    if (lookups(session.snapshot, refs()).length > 0) await workspaces.settle(workspace, refs)
    const { snapshot } = session
    const changes = pending(snapshot, wanted()).filter(change => {
      const id = changeId(workspace, snapshot, change)
      const isNew = !seen.has(id) && target.changes?.includes(id) !== false
      seen.add(id)
      return isNew
    })
    if (changes.length > 0) found.push({ workspace, snapshot, changes })
  }
  return found
}

/** A change's name between two requests: it stands for this place and these values only. */
export function changeId({ paths }: Opened, snapshot: Snapshot, change: Change): string {
  const { path, oldValue, newValue } = change
  return `${paths.toUri(path)}#L${lineOf(snapshot, path, change.edit.span[0])} ${oldValue} → ${newValue}`
}

/** The line of an offset, from 1. */
export function lineOf(snapshot: Snapshot, path: string, offset: number): number {
  return snapshot.files.get(path)?.text.slice(0, offset).split('\n').length ?? 0
}

/** Changes in one Git repository: the folder's own, or a submodule in it. */
export interface RepositoryBumps extends Bumps {
  /** Absolute path of the repository's working tree. */
  readonly root: string
  /** The same plan with paths that are relative to `root`. */
  readonly inRepository: (plan: CommitPlan) => CommitPlan
}

/** Changes by the repository that their files lie in. Without trust, all count as the folder's own. */
export async function byRepository({ workspace, ...bumps }: Bumps): Promise<readonly RepositoryBumps[]> {
  const roots = new Map<string, Promise<string>>()
  const rootOf = (path: string) => {
    const folder = dirname(join(workspace.root, path))
    const root = roots.get(folder) ?? repositoryOf(workspace, folder)
    roots.set(folder, root)
    return root
  }
  const byRoot = new Map<string, Change[]>()
  for (const change of bumps.changes) {
    const root = await rootOf(change.path)
    byRoot.set(root, [...(byRoot.get(root) ?? []), change])
  }
  return [...byRoot].map(([root, changes]) => {
    const prefix = relative(workspace.root, root).split(sep).join('/')
    const within = (path: string) => (prefix === '' ? path : path.slice(prefix.length + 1))
    const inRepository = ({ files, ...plan }: CommitPlan) => ({
      ...plan,
      files: files.map(({ path, edit }) => ({ path: within(path), edit })),
    })
    return { ...bumps, workspace, changes, root, inRepository }
  })
}

async function repositoryOf({ root, session }: Opened, folder: string): Promise<string> {
  try {
    return (await session.git.root(folder)) ?? root
  } catch {
    // Not trusted, or a broken `.git` file: the commit says so.
    return root
  }
}

function targets(workspaces: Workspaces, { uri }: MarkerTarget): readonly Opened[] {
  if (uri === undefined) return workspaces.all()
  const at = workspaces.at(uri)
  return at ? [at.workspace] : []
}

function markers(
  snapshot: Snapshot,
  workspace: Opened,
  { policy, uri, line }: MarkerTarget,
): readonly PlacedMarker[] {
  const path = uri === undefined ? undefined : workspace.paths.toPath(uri)
  return markersOf(snapshot).filter(({ path: at, marker }) => {
    if (
      policy !== undefined &&
      (marker.setter === undefined || formatPolicyRef(marker.setter.policy) !== policy)
    )
      return false
    if (path !== undefined && at !== path) return false
    return line === undefined || path === undefined || lineOf(snapshot, at, marker.span[0]) === line
  })
}
