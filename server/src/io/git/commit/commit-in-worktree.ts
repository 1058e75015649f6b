import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '../../../flux/failure.ts'
import type { CommitResult } from '../../../ports.ts'
import { hookChanges } from '../system/hook-changes.ts'
import { type HookedCommit, runGitCommit } from '../system/run-git-commit.ts'

/**
 * Commits on a branch that is not checked out: in a worktree of its own in the system's temporary folder, so that
 * hooks find the branch, its files and the bump as they would after a checkout. The worktree is removed afterwards.
 */
export async function commitInWorktree(commit: HookedCommit): Promise<CommitResult> {
  const { git, prepared } = commit
  const { ref, branch, parent } = prepared.target
  const folder = await mkdtemp(join(tmpdir(), 'fluxmark-'))
  const path = join(folder, 'worktree')
  try {
    await git.ask(['worktree', 'add', '-q', '--detach', '--no-checkout', path, parent])
    const there = git.at(path)
    const oid = await onParent(commit, async () => {
      await there.ask(['symbolic-ref', 'HEAD', ref])
      await there.ask(['read-tree', '--reset', '-u', prepared.tree], {
        variables: { GIT_LFS_SKIP_SMUDGE: '1' },
        deadline: 300_000,
      })
      return runGitCommit(commit, there)
    })
    const { notes } = await hookChanges(commit, oid)
    return { oid, branch, isCheckedOut: false, notes }
  } finally {
    await git.run(['worktree', 'remove', '--force', path])
    await rm(folder, { recursive: true, force: true })
  }
}

/** Where the branch does not stand on the commit's parent it is put there first, and back again if the commit fails. */
async function onParent({ git, prepared }: HookedCommit, step: () => Promise<string>): Promise<string> {
  const { ref, branch, parent, tip } = prepared.target
  if (tip === parent) return step()
  const none = '0'.repeat(parent.length)
  const { status } = await git.run(['update-ref', '-m', 'fluxmark: base', ref, parent, tip ?? none])
  if (status !== 0) throw failure('E_REF_MOVED', `The branch ${branch} cannot be put on its base. Try again.`)
  try {
    return await step()
  } catch (error) {
    await git.run(['update-ref', '-m', 'fluxmark: take back', ref, tip ?? none, parent])
    throw error
  }
}
