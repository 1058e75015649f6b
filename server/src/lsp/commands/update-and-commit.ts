import type { Connection, WorkspaceEdit } from 'vscode-languageserver'
import type { Change } from '../../flux/automation/changes.ts'
import { commitPlans, type PlannedCommit } from '../../flux/commit/commit-plans.ts'
import { failureOf } from '../../flux/failure.ts'
import { toEdit } from '../../ide/fixes/actions.ts'
import { pullRequestText } from '../../ide/texts/pull-request-text.ts'
import type { CommitResult, PushResult } from '../../ports.ts'
import { toWorkspaceEdit } from '../convert.ts'
import type { CommitAnswer, CommittedBranch, UpdateAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { type Bumps, bumps, byRepository, type RepositoryBumps } from './bumps.ts'
import { withTemplate } from './plan-commit.ts'
import { pullRequestPage } from './push-commands.ts'

/** `fluxmark.update`: the edits alone, as one step. Undefined where the editor did not take them. */
export async function update(
  connection: Connection,
  workspaces: Workspaces,
  argument: Argument,
): Promise<UpdateAnswer | undefined> {
  const found = await bumps(workspaces, argument)
  const count = found.reduce((sum, { changes }) => sum + changes.length, 0)
  if (count === 0) return { changes: 0 }
  return (await applied(connection, workspaces, found)) ? { changes: count } : undefined
}

/**
 * `fluxmark.updateAndCommit`: edits what is checked out, and commits. A commit on a branch that is not checked out
 * leaves the texts here as they are. Undefined where what was picked has changed, or the editor did not take the edits:
 * then nothing was committed.
 */
export async function updateAndCommit(
  connection: Connection,
  workspaces: Workspaces,
  argument: Argument,
): Promise<CommitAnswer | undefined> {
  const found = await bumps(workspaces, argument)
  const count = found.reduce((sum, { changes }) => sum + changes.length, 0)
  // Of what the user picked, something is not as it was shown.
  if (argument.changes && count < argument.changes.length) return undefined
  const apply = (wanted: readonly Bumps[]) => applied(connection, workspaces, wanted)
  const choice = withTemplate(workspaces, argument)
  const planned = (await Promise.all(found.map(byRepository)))
    .flat()
    .flatMap(one => commitPlans(one.snapshot, one.changes, choice).map(commit => ({ one, commit })))
  const here = planned.filter(({ commit }) => commit.plan.branch === undefined)
  if (here.length > 0 && !(await apply(here.map(withChanges)))) return undefined

  const made: { one: RepositoryBumps; commit: PlannedCommit; result: CommitResult }[] = []
  const failures: CommitAnswer['failures'][number][] = []
  for (const { one, commit } of planned) {
    const { root, workspace, inRepository } = one
    const { branch } = commit.plan
    // What would follow a commit that was refused is not made either.
    if (failures.some(failed => failed.root === root && failed.branch === branch)) continue
    try {
      const result = await workspace.session.git.commit(root, inRepository(commit.plan))
      if (result === undefined) continue
      made.push({ one, commit, result })
    } catch (error) {
      failures.push({ root, ...(branch === undefined ? {} : { branch }), ...failureOf(error) })
    }
  }
  const alsoHere = made.filter(
    ({ commit, result }) => commit.plan.branch !== undefined && result.isCheckedOut,
  )
  if (alsoHere.length > 0) await apply(alsoHere.map(withChanges))
  const [failure] = failures
  const commit =
    made[0]?.result ?? (failure ? { failure: { code: failure.code, message: failure.message } } : null)
  return { changes: count, commit, branches: await committedBranches(workspaces, made), failures }
}

function withChanges({ one, commit }: { one: RepositoryBumps; commit: PlannedCommit }): Bumps {
  return { ...one, changes: commit.changes }
}

async function committedBranches(
  workspaces: Workspaces,
  made: readonly { one: RepositoryBumps; commit: PlannedCommit; result: CommitResult }[],
): Promise<readonly CommittedBranch[]> {
  const keys = made.map(({ one, result }) => JSON.stringify([one.root, result.branch]))
  return Promise.all(
    [...new Set(keys)].map(async key => {
      const ofBranch = made.filter((_, at) => keys[at] === key)
      const [root = '', branch = ''] = JSON.parse(key) as readonly string[]
      const remote = await remoteOf(workspaces, ofBranch[0]?.one, branch)
      const base = ofBranch.find(({ commit }) => commit.base !== undefined)?.commit.base ?? remote?.base
      const changes: readonly Change[] = ofBranch.flatMap(({ commit }) => commit.changes)
      const [first] = ofBranch
      const message =
        ofBranch.length === 1 && first ? first.commit.plan.message : `Update ${changes.length} values`
      const text = { ...pullRequestText(message, changes), ...(base === undefined ? {} : { base }) }
      return {
        root,
        branch,
        isCheckedOut: ofBranch.every(({ result }) => result.isCheckedOut),
        commits: ofBranch.map(({ commit, result }) => ({ ...result, message: commit.plan.message })),
        ...(remote ? { remote } : {}),
        pullRequest: {
          ...text,
          hasPage: remote !== undefined && pullRequestPage(workspaces, remote, text) !== undefined,
        },
      }
    }),
  )
}

/** Undefined where there is no remote, or no Git to push with or to be run. */
async function remoteOf(
  { settings }: Workspaces,
  one: RepositoryBumps | undefined,
  branch: string,
): Promise<PushResult | undefined> {
  if (settings.gitEngine === 'builtin') return undefined
  try {
    return await one?.workspace.session.git.remote(one.root, branch)
  } catch (error) {
    failureOf(error)
    return undefined
  }
}

/** All edits as one, so that one step takes them back. */
async function applied(
  connection: Connection,
  workspaces: Workspaces,
  found: readonly Bumps[],
): Promise<boolean> {
  const edits = found.map(({ workspace, snapshot, changes }) =>
    toWorkspaceEdit(
      snapshot,
      workspace.paths,
      workspaces.versions(workspace),
      changes.map(change => toEdit(snapshot, change)),
    ),
  )
  if (edits.includes(undefined)) return false
  const edit: WorkspaceEdit = { documentChanges: edits.flatMap(one => one?.documentChanges ?? []) }
  return (await connection.workspace.applyEdit({ label: 'Update image tags', edit })).applied
}
