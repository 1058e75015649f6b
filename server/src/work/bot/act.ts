import { failureOf, isFailure } from '../../flux/failure.ts'
import type { PullRequestResult, PushResult } from '../../ports.ts'
import { notOpened } from '../open-request.ts'
import { pullRequestPage } from '../pull-request-page.ts'
import type { BotCommit, BotOptions, BotRequest } from './bot.ts'
import { branchState } from './branch-state.ts'
import { isAway, patience, type SeenGroup, type SeenRepository, trackingRef } from './look.ts'

/**
 * Brings the requests up to date that are open, then opens others while there may be more. Where nobody answers any
 * more, what is left is not tried.
 */
export async function actOn(seen: SeenRepository, options: BotOptions): Promise<readonly BotRequest[]> {
  const done = new Map<SeenGroup, BotRequest>()
  const isOpen = ({ found }: SeenGroup) => found?.state === 'open'
  const inOrder = [...seen.groups.filter(isOpen), ...seen.groups.filter(one => !isOpen(one))]
  let open = seen.groups.filter(isOpen).length
  let away: BotRequest['failure']
  for (const one of inOrder) {
    const words = wordsOf(seen, one)
    const why = whyNot(one, seen.remote) ?? (isOpen(one) ? undefined : waiting(open, options))
    if (why !== undefined) {
      done.set(one, { ...words, action: why.code === 'request-waiting' ? 'waiting' : 'left', why })
      continue
    }
    if (!isOpen(one)) open++
    if (away !== undefined) {
      done.set(one, {
        ...words,
        action: 'failed',
        why: { code: away.code, reason: `It was not tried: ${away.message}` },
      })
      continue
    }
    const request = options.isDry ? { ...words, ...planned(one) } : await carriedOut(seen, one, options)
    done.set(one, request)
    if (request.failure && isAway(Object.assign(new Error(), request.failure))) away = request.failure
  }
  const refused = seen.refused.map(({ group, failure }) => ({
    ...wordsOf(seen, { group, title: '', body: '' }),
    action: 'failed' as const,
    failure,
  }))
  return [...seen.groups.flatMap(one => done.get(one) ?? []), ...refused]
}

function wordsOf(
  { repository }: SeenRepository,
  { group, title, body }: Pick<SeenGroup, 'group' | 'title' | 'body'>,
) {
  const { name, branch, base, isMajor, changes } = group
  return { root: repository.root, group: name, branch, base, isMajor, title, body, changes }
}

/** Why a request is left to people. */
function whyNot({ group, state, local, found, mark }: SeenGroup, { remote }: PushResult): BotRequest['why'] {
  const { branch } = group
  if (state === 'others')
    return {
      code: 'request-changed',
      reason: `${branch} at ${remote} holds commits of somebody else, or more than marked values. Merge or close its request, or delete the branch`,
    }
  if (state !== 'same' && local === 'others')
    return {
      code: 'request-changed',
      reason: `the branch ${branch} here holds commits of somebody else, or more than marked values. Delete it: git branch -D ${branch}`,
    }
  if (found && found.state !== 'open' && (state === 'same' || found.body.includes(mark)))
    return {
      code: 'request-closed',
      reason:
        found.state === 'merged'
          ? `pull request ${found.number} with these values was merged, and ${group.base} lacks them again: ${found.url}`
          : `pull request ${found.number} with these values was closed: ${found.url}. Open it again, or wait for newer ones`,
    }
  return undefined
}

function waiting(open: number, { max }: BotOptions): BotRequest['why'] {
  return max === undefined || open < max
    ? undefined
    : {
        code: 'request-waiting',
        reason: `${open} of at most ${max} requests are open (--max). Merge or close one`,
      }
}

/** What a dry run says: what was fetched last tells whether the branch is there. */
function planned({ state }: SeenGroup): Pick<BotRequest, 'action'> {
  return { action: state === 'absent' ? 'opened' : state === 'same' ? 'kept' : 'updated' }
}

async function carriedOut(
  seen: SeenRepository,
  one: SeenGroup,
  { request: { labels, reviewers, forges } }: BotOptions,
): Promise<BotRequest> {
  const { repository, remote, isServed } = seen
  const { folder, root } = repository
  const { group, title, body, found } = one
  const { branch, base } = group
  const words = wordsOf(seen, one)
  let commit: BotCommit | undefined
  try {
    if (one.state !== 'same') {
      const made = await folder.session.git.commit(root, one.plan)
      if (made !== undefined) {
        commit = { oid: made.oid, message: one.plan.message, isPushed: false }
        commit = { ...commit, isPushed: await pushed(seen, one, made.oid) }
      }
    }
  } catch (error) {
    return { ...words, action: 'failed', failure: failureOf(error), ...(commit ? { commit } : {}) }
  }
  const made = commit ? { commit } : {}
  const page = pullRequestPage({ ...remote, branch }, { title, body, base }, forges)
  if (!isServed || folder.pullRequests === undefined)
    return { ...words, action: 'page', ...made, ...(page === undefined ? {} : { page }) }
  if (found?.state === 'open' && commit === undefined && found.body.includes(body))
    return { ...words, action: 'kept', pullRequest: { url: found.url, number: found.number, created: false } }
  try {
    const draft = { url: remote.url, branch, base, title, body, labels, reviewers }
    const request = await folder.pullRequests.open(draft, AbortSignal.timeout(patience))
    const action = request.created ? 'opened' : commit ? 'updated' : 'kept'
    return { ...words, action, ...made, ...requestOf(request) }
  } catch (error) {
    return { ...words, action: 'failed', ...made, failure: notOpened(branch, error, page) }
  }
}

function requestOf({
  url,
  number,
  created,
  notes,
}: PullRequestResult): Pick<BotRequest, 'pullRequest' | 'notes'> {
  return { pullRequest: { url, number, created }, ...(notes.length > 0 ? { notes } : {}) }
}

/**
 * Replaces the remote's branch, if it is what was fetched. False where another run was quicker and pushed the same: the
 * remote's branch decides.
 */
async function pushed(
  { repository: { folder, root }, remote, email }: SeenRepository,
  { group, plan }: SeenGroup,
  oid: string,
): Promise<boolean> {
  const { git } = folder.session
  const { branch, base } = group
  try {
    await git.push(root, { oid, branch }, true)
    return true
  } catch (error) {
    if (!isFailure(error, 'E_PUSH_REJECTED', 'E_PUSH_POLICY')) throw error
    await git.fetch(root, remote.remote, [branch]).catch(() => undefined)
    const preview = await git.preview(root, plan)
    const state =
      preview &&
      (await branchState(
        git,
        root,
        trackingRef(remote, branch),
        { remote: remote.remote, base },
        preview.files,
        email,
      ))
    if (state === 'same') return false
    throw error
  }
}
