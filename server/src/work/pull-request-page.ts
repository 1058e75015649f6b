import type { Forge } from '../flux/commit/forge.ts'
import { pullRequestUrl } from '../ide/texts/pull-request-url.ts'
import type { PushResult } from '../ports.ts'
import type { PullRequestText } from './made-branches.ts'

/**
 * The page that opens a pull request of a branch that was pushed, where the forge is known and it is not into itself.
 * `forges` says what serves a Git host of one's own.
 */
export function pullRequestPage(
  { url, branch, base: standard }: PushResult,
  { title, body, base = standard }: PullRequestText,
  forges: Readonly<Record<string, Forge>> = {},
): string | undefined {
  if (branch === base) return undefined
  return pullRequestUrl({ url, branch, title, body, ...(base === undefined ? {} : { base }) }, forges)
}
