import type {
  ApplyWorkspaceEditResult,
  ChangeAnnotation,
  Connection,
  WorkspaceEdit,
} from 'vscode-languageserver'
import type { Change } from '../../flux/automation/changes.ts'
import { toEdit } from '../../ide/fixes/actions.ts'
import { commitChanges } from '../../work/commit.ts'
import { madeBranches } from '../../work/made-branches.ts'
import type { CommitOptions } from '../../work/plan-commits.ts'
import { pullRequestPage } from '../../work/pull-request-page.ts'
import type { FolderChanges } from '../../work/repository-changes.ts'
import { currentEdit } from '../features/current-edit.ts'
import type { CommitAnswer, Discarded, UpdateAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { bumps, changeId, type Opened } from './bumps.ts'
import { withTemplate } from './plan-commit.ts'
import { riskOf } from './risks.ts'

export const discarded: Discarded = 'discarded'

/** `fluxmark.update`: the edits alone, as one step. Undefined where the editor did not take them. */
export async function update(
  connection: Connection,
  workspaces: Workspaces,
  argument: Argument,
): Promise<UpdateAnswer | undefined> {
  const found = (await bumps(workspaces, argument)).filter(({ changes }) => changes.length > 0)
  const count = found.reduce((sum, { changes }) => sum + changes.length, 0)
  if (count === 0) return { changes: 0 }
  const risks = count > 1 && workspaces.canReview ? found.map(riskyOnes) : []
  const risky = risks.reduce((sum, { size }) => sum + size, 0)
  const outcome = await edited(connection, workspaces, found, 'Update image tags', risks)
  const files = new Set(
    found.flatMap(({ folder, changes }) => changes.map(({ path }) => folder.paths.toUri(path))),
  ).size
  if (outcome.applied) return { changes: count, files, ...(risky > 0 ? { risky } : {}) }
  // A preview that was discarded is the user's own doing; that of the editor does not say so.
  return risky > 0 || outcome.failureReason === discarded ? { changes: 0, cancelled: true } : undefined
}

function riskyOnes({ snapshot, changes }: FolderChanges<Opened>): ReadonlyMap<Change, ChangeAnnotation> {
  return new Map(
    changes.flatMap(change => {
      const risk = riskOf(snapshot, change)
      return risk ? [[change, risk] as const] : []
    }),
  )
}

/**
 * `fluxmark.updateAndCommit`: edits what is checked out, and commits what the branches lack, also what was written
 * before. A commit on a branch that is not checked out
 * leaves the texts here as they are. Undefined where what was picked has changed, or the editor did not take the edits:
 * then nothing was committed.
 */
export async function updateAndCommit(
  connection: Connection,
  workspaces: Workspaces,
  argument: Argument,
): Promise<CommitAnswer | undefined> {
  const found = await bumps(workspaces, argument)
  const named = found.reduce((sum, { changes, current }) => sum + changes.length + current.length, 0)
  // Of what the user picked, something is not as it was shown.
  if (argument.changes && named < argument.changes.length) return undefined
  const answer = await committed(connection, workspaces, found, withTemplate(workspaces, argument))
  return answer === discarded ? undefined : answer
}

/**
 * Commits changes, and applies them where they are checked out. Where the editor did not take the edits, or the user
 * discarded them, nothing was committed.
 */
export async function committed(
  connection: Connection,
  workspaces: Workspaces,
  found: readonly FolderChanges<Opened>[],
  choice: CommitOptions,
): Promise<CommitAnswer | Discarded | undefined> {
  let isDiscarded = false
  const done = await commitChanges(found, choice, async (_, wanted) => {
    const outcome = await edited(connection, workspaces, wanted, 'Update image tags')
    isDiscarded = outcome.failureReason === discarded
    return outcome.applied
  })
  if (done === undefined) return isDiscarded ? discarded : undefined
  const { made, unmade, settled, skipped, failures } = done
  const { gitEngine, forges } = workspaces.settings
  const branches = await madeBranches(made, { canPush: gitEngine !== 'builtin' })
  const [failure] = failures
  const commit =
    made[0]?.result ?? (failure ? { failure: { code: failure.code, message: failure.message } } : null)
  const changed = new Set([
    ...found.flatMap(({ changes }) => changes.map(({ marker }) => marker)),
    ...[...made, ...unmade].flatMap(({ planned }) => planned.changes.map(({ marker }) => marker)),
  ])
  const held = new Set(
    [...made, ...settled].flatMap(({ planned }) => planned.changes.map(({ marker }) => marker)),
  )
  return {
    changes: changed.size,
    done: found.flatMap(({ folder, snapshot, changes, current = [] }) =>
      [...changes, ...current]
        .filter(({ marker }) => held.has(marker))
        .map(change => changeId(folder, snapshot, change)),
    ),
    commit,
    branches: branches.map(({ folder: _, remote, pullRequest, ...branch }) => ({
      ...branch,
      ...(remote ? { remote } : {}),
      pullRequest: {
        ...pullRequest,
        hasPage: remote !== undefined && pullRequestPage(remote, pullRequest, forges) !== undefined,
      },
    })),
    failures,
    skipped: skipped.map(({ path, code, reason }) => ({ path, code, reason })),
  }
}

/** All edits as one, so that one step takes them back. Whether the editor took them, and why not where it says so. */
export async function edited(
  connection: Connection,
  workspaces: Workspaces,
  found: readonly FolderChanges<Opened>[],
  label: string,
  risks: readonly ReadonlyMap<Change, ChangeAnnotation>[] = [],
): Promise<ApplyWorkspaceEditResult> {
  const edits = await Promise.all(
    found.map(({ folder, snapshot, changes }, at) =>
      currentEdit(
        workspaces,
        folder,
        snapshot,
        changes.map(change => {
          const annotation = risks[at]?.get(change)
          return { ...toEdit(snapshot, change), ...(annotation ? { annotation } : {}) }
        }),
      ),
    ),
  )
  if (edits.includes(undefined)) return { applied: false }
  const changeAnnotations = Object.assign({}, ...edits.map(one => one?.changeAnnotations))
  const edit: WorkspaceEdit = {
    documentChanges: edits.flatMap(one => one?.documentChanges ?? []),
    ...(Object.keys(changeAnnotations).length > 0 ? { changeAnnotations } : {}),
  }
  return connection.workspace.applyEdit({ label, edit })
}
