import type { Change } from '../flux/automation/changes.ts'
import type { Skipped } from '../flux/chain/update.ts'
import { probes, uncommitted } from '../flux/commit/uncommitted.ts'
import { failureOf, isFailure } from '../flux/failure.ts'
import type { CommitBase, CommitPlan, Failure } from '../ports.ts'
import { type CommitOptions, planCommits, type RepositoryCommit } from './plan-commits.ts'
import type { FolderChanges, OpenFolder } from './repository-changes.ts'

/** A branch that is committed on, or would be, with all the changes that are meant for it. */
export interface RepositoryBranch<F extends OpenFolder = OpenFolder> extends RepositoryCommit<F> {
  /** Its name, also where it is the one checked out. */
  readonly branch: string
}

/** What is to be committed, written and pushed, and what cannot be. */
export interface ToCommit<F extends OpenFolder = OpenFolder> {
  /** In the order in which they are to be made. Their changes' old values are the committed ones. */
  readonly commits: readonly RepositoryCommit<F>[]
  /** What the texts here lack of branches that are checked out, and these can take. */
  readonly here: readonly FolderChanges<F>[]
  /** The same with what those branches refuse: what an editor's texts get, in which a refused edit stays. */
  readonly wantedHere: readonly FolderChanges<F>[]
  /** Branches that hold every value already, each with a plan of all of them: what is left is to push. */
  readonly settled: readonly RepositoryCommit<F>[]
  /** Every branch that the changes are meant for, but those that are refused. */
  readonly branches: readonly RepositoryBranch<F>[]
  readonly skipped: readonly Skipped[]
  readonly failures: readonly (Failure & { readonly root: string; readonly branch?: string })[]
}

/**
 * Finds what is to be committed by comparing with what each branch holds, and not with the disk alone: a value that
 * was written by an update which was then refused or killed is committed by the next one. What Git does not know of
 * one file is skipped, and holds up no other. Nothing is written.
 */
export async function toCommit<F extends OpenFolder>(
  found: readonly FolderChanges<F>[],
  options: CommitOptions,
): Promise<ToCommit<F>> {
  const wanted = found.map(one => ({ ...one, changes: [...one.changes, ...(one.current ?? [])] }))
  const commits = new Map<Change['marker'], Change>()
  const lacking = new Map<Change['marker'], Change>()
  const wantedHere = new Map<Change['marker'], Change>()
  const settled: RepositoryCommit<F>[] = []
  const branches: RepositoryBranch<F>[] = []
  const skipped: Skipped[] = []
  const failures: ToCommit['failures'][number][] = []
  for (const branch of byBranch(await planCommits(wanted, options))) {
    const { repository, planned } = branch
    try {
      const base = await baseOf(branch, options.existing === 'follow-if-ahead')
      branches.push({ ...branch, branch: base.branch })
      const { changes, skipped: left } = uncommitted(repository.snapshot, planned.changes, base.held)
      for (const change of changes) commits.set(change.marker, change)
      skipped.push(...left.filter(one => isNews(planned.changes, one)))
      const isLeft = new Set(left.map(({ path, offset }) => `${offset} ${path}`))
      for (const change of base.isCheckedOut ? planned.changes.filter(isChange) : []) {
        wantedHere.set(change.marker, change)
        if (!isLeft.has(`${change.edit.span[0]} ${change.path}`)) lacking.set(change.marker, change)
      }
      const files = planned.plan.files.filter(({ path }) => typeof base.held.get(path) === 'string')
      if (changes.length === 0 && files.length > 0)
        settled.push({ repository, planned: { ...planned, plan: { ...base.plan, files } } })
    } catch (error) {
      const name = planned.plan.branch
      if (name === undefined)
        for (const change of planned.changes.filter(isChange)) wantedHere.set(change.marker, change)
      const place = { root: repository.root, ...(name === undefined ? {} : { branch: name }) }
      failures.push({ ...place, ...failureOf(error) })
    }
  }
  const only = (changes: ReadonlyMap<Change['marker'], Change>) =>
    wanted
      .map(one => ({ ...one, changes: one.changes.flatMap(({ marker }) => changes.get(marker) ?? []) }))
      .filter(one => one.changes.length > 0)
  return {
    commits: await planCommits(only(commits), options),
    here: only(lacking),
    wantedHere: only(wantedHere),
    settled,
    branches,
    skipped,
    failures,
  }
}

/** Whether the text here has another value. */
function isChange({ oldValue, newValue }: Change): boolean {
  return oldValue !== newValue
}

/** Whether something skipped would have been a change of the disk. */
function isNews(changes: readonly Change[], { path, offset }: Skipped): boolean {
  return changes.some(change => change.path === path && change.edit.span[0] === offset && isChange(change))
}

/** One a branch, with all that its commits would hold. */
function byBranch<F extends OpenFolder>(
  commits: readonly RepositoryCommit<F>[],
): readonly RepositoryCommit<F>[] {
  const branches = new Map<string, RepositoryCommit<F>>()
  for (const { repository, planned } of commits) {
    const key = JSON.stringify([repository.root, planned.plan.branch ?? null])
    const known = branches.get(key)?.planned
    const files = [...(known?.plan.files ?? []), ...planned.plan.files]
    const changes = [...(known?.changes ?? []), ...planned.changes]
    const { plan, ...rest } = known ?? planned
    branches.set(key, { repository, planned: { ...rest, plan: { ...plan, files }, changes } })
  }
  return [...branches.values()]
}

/** What a branch holds of its files, by the session's paths; the plan follows the branch where that had to be. */
async function baseOf(
  { repository, planned }: RepositoryCommit,
  followsIfAhead: boolean,
): Promise<{
  readonly branch: string
  readonly isCheckedOut: boolean
  readonly held: CommitBase['files']
  readonly plan: CommitPlan
}> {
  const { folder, root, snapshot, inRepository } = repository
  const { git } = folder.session
  const files = probes(snapshot, planned.changes)
  const { base: _, ...following }: CommitPlan = planned.plan
  const asked = (plan: CommitPlan) => git.committed(root, inRepository({ ...plan, files }))
  let { plan } = planned
  const {
    branch,
    isCheckedOut,
    files: held,
  } = await asked(plan).catch(error => {
    if (!followsIfAhead || !isFailure(error, 'E_BRANCH_OVERWRITE', 'E_BRANCH_CHECKED_OUT')) throw error
    plan = following
    return asked(plan)
  })
  const names = inRepository({ ...plan, files }).files
  const byPath = files.flatMap(({ path }, at) => {
    const text = held.get(names[at]?.path ?? '')
    return text === undefined ? [] : [[path, text] as const]
  })
  return { branch, isCheckedOut, held: new Map(byPath), plan }
}
