import type { PushResult } from '../../../ports.ts'
import { requireSystemGit } from '../builtin/with-store.ts'
import { refuseBranchName } from '../config/branch-name.ts'
import type { GitOptions } from '../config/git-options.ts'
import { type Config, lastValue } from '../config/read-config.ts'
import { openRepository } from '../open-repository.ts'
import type { SystemGit } from '../system/run-git.ts'
import { chooseRemote } from './choose-remote.ts'

/** Where a push of a branch would go, see `Git.remote`. */
export async function destination(root: string, branch: string, options: GitOptions): Promise<PushResult> {
  refuseBranchName(branch)
  const opened = openRepository(root, options)
  const git = await requireSystemGit(opened, options, 'Pushing needs the login that your own Git has.')
  return destinationOf(git, opened.config, branch)
}

/** The same, as git-push(1) chooses it. Rejects with `E_PUSH_NO_REMOTE`. */
export async function destinationOf(git: SystemGit, config: Config, branch: string): Promise<PushResult> {
  const remote = chooseRemote(config, branch)
  const upstream = lastValue(config, `branch.${branch}.merge`)?.replace(/^refs\/heads\//, '')
  const isUpstream =
    lastValue(config, 'push.default') === 'upstream' &&
    remote === lastValue(config, `branch.${branch}.remote`)
  const [url, base] = await Promise.all([addressOf(git, remote), defaultBranch(git, remote)])
  return {
    remote,
    url,
    branch: (isUpstream && upstream) || branch,
    ...(base === undefined ? {} : { base }),
  }
}

async function addressOf(git: SystemGit, remote: string): Promise<string> {
  const { status, stdout } = await git.run(['remote', 'get-url', '--push', remote])
  const url = status === 0 ? stdout.toString().trimEnd() : remote
  // Over HTTP user info may hold a password; over SSH it is the name to log in with, which an address does not need.
  return url.replace(/^([a-z+]+:\/\/)[^/]*@/i, '$1')
}

async function defaultBranch(git: SystemGit, remote: string): Promise<string | undefined> {
  const { status, stdout } = await git.run(['symbolic-ref', '-q', `refs/remotes/${remote}/HEAD`])
  return status === 0 ? stdout.toString().trimEnd().replace(`refs/remotes/${remote}/`, '') : undefined
}
