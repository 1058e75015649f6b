import type { Change } from '../../flux/automation/changes.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { lookups } from '../../flux/selection/resolve.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { isWritten, pending, standing } from '../../ide/fixes/actions.ts'
import type { FolderChanges } from '../../work/repository-changes.ts'
import { linesOf } from '../convert.ts'
import type { MarkerTarget } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

export type Opened = ReturnType<Workspaces['all']>[number]

/** What is outdated in one folder of the workspace, and what stands there already. */
export type Bumps = Required<FolderChanges<Opened>>

/**
 * The changes that a command is about, by folder; folders without any marker that has an answer are left out. What is
 * not known yet is asked for first, so that the answer is about files that nobody has opened, too. What Flux would not
 * write is left out, unless it is named: by its line, or by the id of a plan.
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
    const isNew = (change: Change) => {
      const id = changeId(workspace, snapshot, change)
      if (seen.has(id) || target.changes?.includes(id) === false) return false
      seen.add(id)
      return true
    }
    const isNamed = target.line !== undefined || target.changes !== undefined
    const changes = pending(snapshot, wanted()).filter(
      change => (isNamed || isWritten(snapshot, change)) && isNew(change),
    )
    const current = standing(snapshot, wanted()).filter(isNew)
    if (changes.length + current.length > 0) found.push({ folder: workspace, snapshot, changes, current })
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
  return linesOf(snapshot)(path).positionAt(offset).line + 1
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
  const lines = linesOf(snapshot)
  return markersOf(snapshot).filter(({ path: at, marker }) => {
    if (
      policy !== undefined &&
      (marker.setter === undefined || formatPolicyRef(marker.setter.policy) !== policy)
    )
      return false
    if (path !== undefined && at !== path) return false
    return line === undefined || path === undefined || lines(at).positionAt(marker.span[0]).line === line - 1
  })
}
