import {
  markersInScope,
  type Skipped,
  type UpdateChange,
  type UpdateScope,
  update,
} from '../flux/chain/update.ts'
import { failureOf } from '../flux/failure.ts'
import type { PolicyRef } from '../flux/markers/setter.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import type { Failure } from '../ports.ts'
import { type Announce, commitChanges, type MadeCommit } from './commit.ts'
import { type MadeBranch, madeBranches } from './made-branches.ts'
import { type PushOptions, pushCommit, type Refused } from './made-commit.ts'
import type { RequestOptions } from './open-request.ts'
import { admitRequests, type BranchRequest, openRequests } from './open-requests.ts'
import type { CommitOptions, RepositoryCommit } from './plan-commits.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'
import { takeBack, type WrittenFile, writeChanges } from './write-changes.ts'

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
  /** Open a pull request of every branch that was pushed, now or before. */
  readonly request?: RequestOptions
  /** Called with the commits before anything is done. */
  readonly tell?: (commits: readonly RepositoryCommit[]) => void
}

/** What was done, as far as it went. */
export interface DoneUpdate {
  /** The files on disk hold the new values. */
  readonly isWritten: boolean
  /** What was changed, on disk or in a commit: there a value may have stood on disk before. */
  readonly changes: readonly UpdateChange[]
  /** What was not committed, each with its reason. */
  readonly skipped: readonly Skipped[]
  readonly branches: readonly PushedBranch[]
  readonly requests: readonly BranchRequest[]
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

/**
 * Writes, commits and pushes as asked. What the world refuses is in `failures`; nothing that follows from it is done,
 * and files whose commit was refused are as they were. What an earlier run left half done is completed: a value that
 * is written and not committed, a commit that is not pushed.
 */
export async function carryOut(
  found: FolderChanges,
  { commit, push, request, tell }: UpdateOptions,
): Promise<DoneUpdate> {
  const announce: Announce = async (commits, branches) => {
    if (request) await admitRequests(branches, request)
    tell?.(commits)
  }
  let written: readonly WrittenFile[] = []
  const write = async (changes: readonly FolderChanges[]) => {
    written = await writeChanges(changes)
    return true
  }
  try {
    if (commit === undefined) {
      await write([found])
      return { ...nothingDone, isWritten: true, changes: found.changes }
    }
    const done = await commitChanges([found], commit, write, announce)
    if (done === undefined) return { ...nothingDone, changes: found.changes }
    const { made, unmade, settled, skipped, failures } = done
    const kept = new Set(made.flatMap(({ planned }) => planned.changes.map(({ path }) => path)))
    const refused = new Set(unmade.flatMap(({ planned }) => planned.changes.map(({ path }) => path)))
    await takeBack(written.filter(({ path }) => refused.has(path) && !kept.has(path)))
    const unfinished = push ? await unpushed(settled) : { made: [], failures: [] }
    const branches = await madeBranches([...made, ...unfinished.made], { canPush: false })
    const pushed: PushedBranch[] = []
    for (const branch of branches) pushed.push(push ? await withPush(branch, push) : branch)
    const requests = request ? await openRequests(done, pushed, request) : []
    const unheard = pushed.flatMap(one => (one.pushed && isRefused(one.pushed) ? [one.pushed.failure] : []))
    return {
      isWritten: written.some(({ path }) => !refused.has(path) || kept.has(path)),
      changes: allChanges(found, [...made, ...unmade], skipped),
      skipped,
      branches: pushed,
      requests,
      failures: [
        ...failures,
        ...unfinished.failures,
        ...unheard,
        ...requests.flatMap(({ outcome }) => (isRefused(outcome) ? [outcome.failure] : [])),
      ],
    }
  } catch (error) {
    return { ...nothingDone, changes: found.changes, failures: [failureOf(error)] }
  }
}

/** Where there was nothing to do. */
export const nothingDone: DoneUpdate = {
  isWritten: false,
  changes: [],
  skipped: [],
  branches: [],
  requests: [],
  failures: [],
}

/** The commits of an earlier run that are still to be pushed, as if they had been made now. */
async function unpushed(
  settled: readonly RepositoryCommit[],
): Promise<{ readonly made: readonly MadeCommit[]; readonly failures: readonly Failure[] }> {
  const made: MadeCommit[] = []
  const failures: Failure[] = []
  for (const { repository, planned } of settled) {
    const { folder, root, inRepository } = repository
    try {
      const { git } = folder.session
      const result = await git.unpushed(root, inRepository(planned.plan))
      if (result === undefined) continue
      const { message } = await git.show(root, result.oid).catch(() => planned.plan)
      made.push({
        repository,
        planned: { ...planned, changes: [], plan: { ...planned.plan, message } },
        result,
      })
    } catch (error) {
      failures.push(failureOf(error))
    }
  }
  return { made, failures }
}

/** The changes of the disk and those of commits, in the order of the files; a commit's tell the committed value. */
function allChanges(
  { changes, current = [] }: FolderChanges,
  commits: readonly RepositoryCommit[],
  skipped: readonly Skipped[],
): readonly UpdateChange[] {
  const committed = new Map(
    commits.flatMap(({ planned }) => planned.changes.map(change => [change.marker, change] as const)),
  )
  const left = new Set(skipped.map(({ path, offset }) => `${offset} ${path}`))
  const onDisk = changes
    .filter(({ path, edit }) => !left.has(`${edit.span[0]} ${path}`))
    .map(change => committed.get(change.marker) ?? change)
  return [...onDisk, ...current.flatMap(({ marker }) => committed.get(marker) ?? [])]
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
