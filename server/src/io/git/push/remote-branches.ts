import { builtinLimit } from '../builtin/builtin-limit.ts'
import { requireSystemGit, withStore } from '../builtin/with-store.ts'
import { refuseBranchName } from '../config/branch-name.ts'
import type { GitOptions } from '../config/git-options.ts'
import { openRepository } from '../open-repository.ts'
import type { SystemGit } from '../system/run-git.ts'
import { fetchFailure, pushFailure } from './push-failure.ts'

/** Brings branches of a remote up to date here, see `Git.fetch`. Rejects with the codes of a push. */
export async function fetchBranches(
  root: string,
  remote: string,
  branches: readonly string[],
  options: GitOptions,
): Promise<void> {
  const git = await systemGitOf(root, options, 'Fetching')
  const shallow = await git.run(['rev-parse', '--is-shallow-repository'])
  const args = [
    'fetch',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--prune',
    ...(shallow.stdout.toString().trim() === 'true' ? ['--unshallow'] : []),
    '--',
    remote,
    ...branches.map(branch => `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`),
  ]
  const outcome = await git.run(args, { deadline: 120_000 })
  if (outcome.status !== 0) throw fetchFailure(outcome, remote)
}

/** The branches of a remote below a prefix, as they were fetched, see `Git.tracked`. */
export async function trackedBranches(
  root: string,
  remote: string,
  prefix: string,
  options: GitOptions,
): Promise<readonly string[]> {
  const opened = openRepository(root, options)
  const base = `refs/remotes/${remote}/`
  return withStore(opened, options, builtinLimit(opened, options.environment), async store =>
    [...(await store.refs(base)).keys()]
      .map(name => name.slice(base.length))
      .filter(name => name.startsWith(prefix)),
  )
}

/** Deletes a branch at a remote if it still is what was fetched, see `Git.remove`. */
export async function removeBranch(
  root: string,
  remote: string,
  branch: string,
  options: GitOptions,
): Promise<void> {
  refuseBranchName(branch)
  const git = await systemGitOf(root, options, 'Deleting a branch at a remote')
  const args = [
    'push',
    '--porcelain',
    await leaseOf(git, remote, branch),
    '--',
    remote,
    `:refs/heads/${branch}`,
  ]
  const outcome = await git.run(args, { deadline: 120_000 })
  if (outcome.status !== 0) throw pushFailure(outcome, remote, branch, [])
}

/** Replaces the branch only if it is what we know it to be; unknown means that it must not be there. */
export async function leaseOf(git: SystemGit, remote: string, branch: string): Promise<string> {
  const known = await git.run(['rev-parse', '-q', '--verify', `refs/remotes/${remote}/${branch}`])
  return `--force-with-lease=refs/heads/${branch}:${known.status === 0 ? known.stdout.toString().trimEnd() : ''}`
}

function systemGitOf(root: string, options: GitOptions, what: string): Promise<SystemGit> {
  const opened = openRepository(root, options)
  return requireSystemGit(opened, options, `${what} needs the login that your own Git has.`)
}
