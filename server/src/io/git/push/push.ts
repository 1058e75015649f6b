import { failure } from '../../../flux/failure.ts'
import type { CommitResult, PushResult } from '../../../ports.ts'
import { requireSystemGit } from '../builtin/with-store.ts'
import { refuseBranchName } from '../config/branch-name.ts'
import type { GitOptions } from '../config/git-options.ts'
import { openRepository } from '../open-repository.ts'
import type { SystemGit } from '../system/run-git.ts'
import { destinationOf } from './destination.ts'
import { pushFailure } from './push-failure.ts'
import { leaseOf } from './remote-branches.ts'

/**
 * Pushes one commit to the branch of its name at the remote that the user's Git pushes to, with the user's own Git:
 * its credentials, its SSH, its proxy. Nothing is asked; what a prompt would be needed for fails (`E_PUSH_AUTH`).
 * No tag, no submodule and no other branch goes along. With `overwrite` the remote's branch is replaced, but only
 * if it still holds what was fetched last.
 */
export async function push(
  root: string,
  { oid, branch }: Pick<CommitResult, 'oid' | 'branch'>,
  overwrite: boolean,
  options: GitOptions,
): Promise<PushResult> {
  if (!/^[0-9a-f]{40,64}$/.test(oid))
    throw failure('E_PUSH', `${JSON.stringify(oid)} is no commit's full name.`)
  refuseBranchName(branch)
  const opened = openRepository(root, options)
  const git = await requireSystemGit(opened, options, 'Pushing needs the login that your own Git has.')
  const { remote, branch: target, ...rest } = await destinationOf(git, opened.config, branch)
  const lease = overwrite ? [await leaseOf(git, remote, target)] : []
  const args = [
    'push',
    '--porcelain',
    '--no-follow-tags',
    '--recurse-submodules=no',
    ...lease,
    '--',
    remote,
    `${oid}:refs/heads/${target}`,
  ]
  const outcome = await git.run(args, { deadline: 120_000 })
  if (outcome.status !== 0)
    throw pushFailure(outcome, remote, target, await lostByPush(git, oid, remote, target))
  return { remote, branch: target, ...rest }
}

/** The commits that the remote's branch had when it was last fetched, and that this one does not follow; the newest six. */
async function lostByPush(
  git: SystemGit,
  oid: string,
  remote: string,
  branch: string,
): Promise<readonly string[]> {
  const range = `${oid}..refs/remotes/${remote}/${branch}`
  const { status, stdout } = await git.run(['log', '--max-count=6', '--format=%h %s', range, '--'])
  return status === 0
    ? stdout
        .toString()
        .split('\n')
        .filter(line => line !== '')
    : []
}
