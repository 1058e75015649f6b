import {
  markersInScope,
  type Skipped,
  type UpdateChange,
  type UpdateScope,
  update,
} from '../flux/automation/update.ts'
import { failureOf } from '../flux/failure.ts'
import type { PolicyRef } from '../flux/markers/setter.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import type { Failure } from '../ports.ts'
import { type CommitOptions, commitChanges } from './commit.ts'
import { type MadeBranch, madeBranches } from './made-branches.ts'
import { type PushOptions, pushCommit, type Refused } from './made-commit.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'
import { writeChanges } from './write-changes.ts'

/** What Flux would write now, and what an update passes over. */
export interface PlannedUpdate extends FolderChanges {
  readonly changes: readonly UpdateChange[]
  readonly skipped: readonly Skipped[]
  /** Whether a policy that a marker names failed. */
  readonly isShort: boolean
}

/** How an update is carried out. */
export interface UpdateOptions {
  /** Absent, files are only written. */
  readonly commit?: CommitOptions
  /** Push every branch that got commits. */
  readonly push?: PushOptions
}

/** What was done, as far as it went. */
export interface DoneUpdate {
  /** The files on disk hold the new values. */
  readonly isWritten: boolean
  readonly branches: readonly PushedBranch[]
  readonly failures: readonly Failure[]
}

export interface PushedBranch extends MadeBranch {
  /** Absent where no push was asked for. */
  readonly pushed?: Awaited<ReturnType<typeof pushCommit>>
}

/** The policies that an update of this scope needs to know. */
export function policiesOfUpdate({ session }: OpenFolder, scope: UpdateScope): readonly PolicyRef[] {
  return markersInScope(session.snapshot, scope).map(({ setter }) => setter.policy)
}

/** What Flux would write in a folder, from what the session knows; ask `session.settle` first. */
export function planUpdate(folder: OpenFolder, scope: UpdateScope): PlannedUpdate {
  const { snapshot } = folder.session
  const isShort = policiesOfUpdate(folder, scope).some(ref => latestRef(snapshot, ref).state === 'failed')
  return { folder, snapshot, ...update(snapshot, scope), isShort }
}

/** Writes, commits and pushes as asked. What the world refuses is in `failures`; nothing that follows from it is done. */
export async function carryOut(found: FolderChanges, { commit, push }: UpdateOptions): Promise<DoneUpdate> {
  let isWritten = false
  const write = async (changes: readonly FolderChanges[]) => {
    await writeChanges(changes)
    isWritten = true
    return true
  }
  try {
    if (commit === undefined) {
      await write([found])
      return { isWritten, branches: [], failures: [] }
    }
    const { made = [], failures = [] } = (await commitChanges([found], commit, write)) ?? {}
    const branches = await madeBranches(made, { canPush: false })
    const pushed: PushedBranch[] = []
    for (const branch of branches) pushed.push(push ? await withPush(branch, push) : branch)
    const refused = pushed.flatMap(one => (one.pushed && isRefused(one.pushed) ? [one.pushed.failure] : []))
    return { isWritten, branches: pushed, failures: [...failures, ...refused] }
  } catch (error) {
    return { isWritten, branches: [], failures: [failureOf(error)] }
  }
}

async function withPush(branch: MadeBranch, options: PushOptions): Promise<PushedBranch> {
  const { folder, root, commits, pullRequest } = branch
  const oid = commits.at(-1)?.oid
  if (oid === undefined) return branch
  const pushed = await pushCommit(
    folder,
    { root, oid, branch: branch.branch },
    { text: pullRequest, ...options },
  )
  return { ...branch, pushed }
}

export function isRefused(outcome: object): outcome is Refused {
  return 'failure' in outcome
}
