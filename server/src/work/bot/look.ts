import { createHash } from 'node:crypto'
import { type Change, isMarked, subjectOf } from '../../flux/automation/changes.ts'
import type { Skipped } from '../../flux/chain/update.ts'
import { commitPlan } from '../../flux/commit/commit.ts'
import { type RequestGroup, requestBase, requestGroups } from '../../flux/commit/request-groups.ts'
import { probes, uncommitted } from '../../flux/commit/uncommitted.ts'
import { failure, failureOf, isFailure } from '../../flux/failure.ts'
import { pullRequestText } from '../../ide/texts/pull-request-text.ts'
import type { CommitBase, CommitPlan, Failure, FoundPullRequest, PushResult } from '../../ports.ts'
import { groupBy } from '../../text/group-by.ts'
import { admitRequest } from '../open-request.ts'
import type { RepositoryChanges } from '../repository-changes.ts'
import { withLinks } from '../request-text.ts'
import type { BotOptions } from './bot.ts'
import { type BranchState, branchState } from './branch-state.ts'

/** A repository, its remote, and the requests that its values need. */
export interface SeenRepository {
  readonly repository: RepositoryChanges
  readonly remote: PushResult
  /** The branch that work is brought to where no automation says another one. */
  readonly standard: string
  /** Whether the forge can be asked. */
  readonly isServed: boolean
  /** The address of who commits now. */
  readonly email: string
  readonly groups: readonly SeenGroup[]
  /** Requests that cannot be looked at, and why. */
  readonly refused: readonly { readonly group: RequestGroup; readonly failure: Failure }[]
  readonly skipped: readonly Skipped[]
}

/** A request that is needed, and what there is of it. */
export interface SeenGroup {
  readonly group: RequestGroup
  /** Paths are relative to the repository's root. */
  readonly plan: CommitPlan
  readonly state: BranchState
  /** What a branch of that name here holds, where that is something else. */
  readonly local: BranchState
  /** The newest request of the branch. */
  readonly found?: FoundPullRequest
  readonly title: string
  readonly body: string
  /** Stands in the request's description: the same values give the same text. */
  readonly mark: string
}

/** Finds what the remote and the forge have of the requests that are needed. Writes remote-tracking branches only. */
export async function lookAt(repository: RepositoryChanges, options: BotOptions): Promise<SeenRepository> {
  const { folder, root, snapshot, changes } = repository
  const { git } = folder.session
  const { prefix, request, isDry } = options
  const remote = await git.remote(root, `${prefix}${options.per}`)
  const isServed = !isDry && folder.pullRequests?.serves(remote.url) === true
  // Finds out whether the token is any good before anything is done.
  const admitted = isDry ? {} : await admitRequest(folder, remote, undefined, request)
  const standard = remote.base ?? admitted.base ?? (await checkedOut(repository))
  const { email } = await git.committed(root, { files: [], branch: `${prefix}probe` })
  const byBase = groupBy(changes, change => requestBase(snapshot, change, standard))
  if (!isDry) await git.fetch(root, remote.remote, [...new Set([standard, ...byBase.keys()]), `${prefix}*`])
  const bases = new Map<string, string>()
  const wanted: Change[] = []
  const skipped: Skipped[] = []
  for (const [base, ofBase] of byBase) {
    // A dry run fetches nothing: what the remote has may not be here.
    const isTracked = (await git.tracked(root, remote.remote, base)).includes(base)
    const ref = isDry && !isTracked ? base : trackingRef(remote, base)
    bases.set(base, ref)
    const held = await heldBy(repository, ofBase, ref, `${prefix}probe`)
    const found = uncommitted(snapshot, ofBase, held)
    wanted.push(...found.changes)
    skipped.push(...found.skipped)
  }
  const groups: SeenGroup[] = []
  const refused: SeenRepository['refused'][number][] = []
  for (const group of requestGroups(snapshot, wanted, options.per, prefix, standard)) {
    const onto = bases.get(group.base) ?? group.base
    try {
      const seen = await lookAtGroup(repository, group, { remote, onto, isServed, email }, options)
      if (seen !== undefined) groups.push(seen)
    } catch (error) {
      refused.push({ group, failure: failureOf(error) })
      if (isAway(error)) throw error
    }
  }
  return { repository, remote, standard, isServed, email, groups, refused, skipped }
}

/** A branch of the remote as it was fetched. */
export function trackingRef({ remote }: PushResult, branch: string): string {
  return `refs/remotes/${remote}/${branch}`
}

/** Whether nobody answers, so that what follows need not be tried. */
export function isAway(error: unknown): boolean {
  return isFailure(
    error,
    'E_PUSH_NET',
    'E_NET',
    'E_DNS',
    'E_TIMEOUT',
    'E_GIT_TIMEOUT',
    'E_RATE_LIMITED',
    'E_FORGE_STATUS',
    'E_FORGE_CREDENTIALS',
  )
}

async function lookAtGroup(
  { folder, root, snapshot, inRepository }: RepositoryChanges,
  group: RequestGroup,
  {
    remote,
    onto,
    isServed,
    email,
  }: Pick<SeenRepository, 'remote' | 'isServed' | 'email'> & { readonly onto: string },
  { message, isDry, tell }: BotOptions,
): Promise<SeenGroup | undefined> {
  const { git } = folder.session
  const { branch, base, automation, changes } = group
  const words = { ...(message === undefined ? {} : { message }), ...(automation ? { automation } : {}) }
  const whole = commitPlan(snapshot, changes, {
    ...words,
    branch,
    base: onto,
    overwrite: true,
  })
  const { replaced, ...plan } = inRepository(whole)
  const preview = await git.preview(root, plan)
  if (preview === undefined) return undefined
  if (replaced !== undefined) tell(replaced)
  const stateOf = (ref: string) =>
    branchState(git, root, ref, { remote: remote.remote, base }, preview.files, email)
  const state = await stateOf(trackingRef(remote, branch))
  const local = await stateOf(branch)
  const found =
    isServed && folder.pullRequests
      ? await folder.pullRequests.find({ url: remote.url, branch }, AbortSignal.timeout(patience))
      : undefined
  const rows = changes.filter(isMarked).map(change => {
    const { path, oldValue, newValue, setter } = change
    return { path, policy: setter.policy, subject: subjectOf(change), oldValue, newValue }
  })
  const text = pullRequestText(plan.message, isDry ? rows : await withLinks(folder, rows))
  const mark = markOf(changes)
  return {
    group,
    plan,
    state,
    local,
    ...(found ? { found } : {}),
    title: group.isMajor ? `${text.title} (major)` : text.title,
    body: `${mark}\n${text.body}`,
    mark,
  }
}

/** Milliseconds; each request has a deadline of its own besides. */
export const patience = 600_000

/** Names the values of a request, whatever else is said of them. */
function markOf(changes: readonly Change[]): string {
  const values = changes.map(change => [change.path, subjectOf(change), change.newValue])
  const key = JSON.stringify(values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)))
  return `<!-- values ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`
}

/** What a base holds of the files of changes, by the session's paths. */
async function heldBy(
  { folder, root, snapshot, inRepository }: RepositoryChanges,
  changes: readonly Change[],
  base: string,
  branch: string,
): Promise<CommitBase['files']> {
  const files = probes(snapshot, changes)
  const plan = inRepository({ message: '', files, branch, base, overwrite: true })
  const held = (await folder.session.git.committed(root, plan)).files
  return new Map(
    files.flatMap(({ path }, at) => {
      const text = held.get(plan.files[at]?.path ?? '')
      return text === undefined ? [] : [[path, text] as const]
    }),
  )
}

async function checkedOut({ folder, root }: RepositoryChanges): Promise<string> {
  try {
    return (await folder.session.git.committed(root, { files: [] })).branch
  } catch (error) {
    if (!isFailure(error, 'E_DETACHED')) throw error
    throw failure(
      'E_DETACHED',
      'Nothing says which branch pull requests are to be merged into: no branch is checked out, and the remote names no default one. Run git remote set-head origin -a.',
    )
  }
}
