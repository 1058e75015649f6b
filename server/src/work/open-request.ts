import type { Forge } from '../flux/commit/forge.ts'
import { type FailureCode, failure, failureOf } from '../flux/failure.ts'
import type { Failure, PullRequestResult, PushResult } from '../ports.ts'
import type { PullRequestText } from './made-branches.ts'
import type { Refused } from './made-commit.ts'
import { pullRequestPage } from './pull-request-page.ts'
import type { OpenFolder } from './repository-changes.ts'
import { requestText } from './request-text.ts'

/** What the user wants of requests. */
export interface RequestOptions {
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  /** What serves hosts of one's own, for the page. */
  readonly forges?: Readonly<Record<string, Forge>>
}

/** What came of a request for a branch. */
export type RequestOutcome =
  | { readonly request: PullRequestResult }
  /** The forge has no interface that is spoken here: the page to open it on. */
  | { readonly page: string }
  /** There is nothing to ask for, in a sentence. */
  | { readonly nothing: string }
  | Refused

/** The branch of a request. */
export interface RequestBranch {
  readonly root: string
  readonly branch: string
  readonly pushed: PushResult
  /** What is said where the base is not here; its base, where the automation names one. */
  readonly text: PullRequestText
  /** Whether the branch has just got commits: a request that somebody closed is opened anew only then. */
  readonly isNew: boolean
}

/**
 * Where a request of a branch would go. Rejects with a `Failure` where it cannot be opened, as far as that can be told
 * before anything is done: no token, no right to read the repository, a branch that is its own base.
 */
export async function admitRequest(
  { pullRequests }: OpenFolder,
  { url, branch, base: standard }: PushResult,
  base: string | undefined,
  options: RequestOptions,
): Promise<{ readonly base?: string }> {
  const isServed = pullRequests?.serves(url) === true
  // Asked always: it finds out whether the token is any good before anything is committed.
  const theirs = isServed ? await pullRequests.defaultBranch(url, signal()) : undefined
  const target = base ?? standard ?? theirs
  if (branch === target)
    throw failure(
      'E_FORGE_BASE',
      `A pull request needs a branch of its own, and ${branch} is the one to merge into. Name another one to commit on (--branch), or give the automation a spec.git.push.branch.`,
    )
  const words = { title: '', body: '', ...(target === undefined ? {} : { base: target }) }
  if (!isServed && pullRequestPage({ url, remote: '', branch }, words, options.forges) === undefined)
    throw failure(
      'E_FORGE_UNKNOWN',
      `What serves ${url} is not known: no pull request can be opened there. Say it with --forge, or in fluxmark.git.forges.`,
    )
  return target === undefined ? {} : { base: target }
}

/** Opens or updates the request of a branch that was pushed. */
export async function openRequest(
  folder: OpenFolder,
  { root, branch, pushed, text, isNew }: RequestBranch,
  { labels, reviewers, forges }: RequestOptions,
): Promise<RequestOutcome> {
  const { pullRequests } = folder
  const { url, branch: head, remote } = pushed
  const known = text.base ?? pushed.base
  const page = pullRequestPage(pushed, text, forges)
  try {
    if (pullRequests?.serves(url) !== true) {
      if (page !== undefined) return { page }
      throw failure('E_FORGE_UNKNOWN', `What serves ${url} is not known.`)
    }
    const base = known ?? (await pullRequests.defaultBranch(url, signal()))
    const whole = await requestText(folder, root, branch, { remote, base })
    if (whole?.commits === 0) return { nothing: `${base} holds all that ${branch} holds.` }
    if (!isNew) {
      const found = await pullRequests.find({ url, branch: head }, signal())
      if (found && found.state !== 'open')
        return {
          nothing: `Pull request ${found.number} of ${head} was ${found.state}, and nothing has changed since: ${found.url}`,
        }
    }
    // What no marker is on, only who wrote it can tell.
    const { title, body } = whole && (whole.changes > 0 || text.body === '') ? whole : text
    const draft = { url, branch: head, base, title, body, labels, reviewers }
    return { request: await pullRequests.open(draft, signal()) }
  } catch (error) {
    return { failure: notOpened(head, error, page) }
  }
}

/** Why the request of a branch that is pushed was not opened, and what to do. */
export function notOpened(head: string, error: unknown, page: string | undefined): Failure {
  const { code, message } = failureOf(error)
  return {
    code,
    message: `${head} is pushed, but its pull request was not opened: ${message} ${goOn(code, page)}`,
  }
}

function goOn(code: FailureCode, page: string | undefined): string {
  const again = code === 'E_FORGE_BASE' ? '' : 'The same command, run again, opens it.'
  return page === undefined ? again : `${again} Or open it by hand: ${page}`.trimStart()
}

/** Nobody waits longer; each request has a deadline of its own besides. */
function signal(): AbortSignal {
  return AbortSignal.timeout(600_000)
}
