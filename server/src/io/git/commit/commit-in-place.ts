import type { CommitResult } from '../../../ports.ts'
import { retryLocked } from '../builtin/retry-locked.ts'
import { holdIndex } from '../index/hold-index.ts'
import { withIndexCopy } from '../index/plain-index.ts'
import { swapEntries } from '../index/swap-entries.ts'
import { pathText } from '../objects/find-blob.ts'
import { changedFiles } from '../system/changed-files.ts'
import { type HookChanges, hookChanges } from '../system/hook-changes.ts'
import type { SystemGit } from '../system/run-git.ts'
import { type HookedCommit, runGitCommit } from '../system/run-git-commit.ts'
import type { PreparedIndex } from './prepare-commit.ts'

/**
 * Commits on the branch that is checked out. The user's index gets the bump first, and loses it again where the commit
 * is refused: whenever the machine stops, the bump is at worst staged, and never looks reverted.
 */
export async function commitInPlace(commit: HookedCommit, index: PreparedIndex): Promise<CommitResult> {
  const { git, store, opened, prepared } = commit
  const { repository, config } = opened
  const planned = prepared.files.map(({ path }) => pathText(path))
  const filesBefore = await changedFiles(git, repository, planned)
  await retryLocked(() => holdIndex(repository, config, index).commit())
  const oid = await withIndexCopy(repository, index.seen, async path => {
    const variables = { GIT_INDEX_FILE: path }
    await git.ask(['-c', 'core.splitIndex=false', 'read-tree', '-i', '-m', prepared.tree], { variables })
    return runGitCommit(commit, git, variables)
  }).catch(async error => {
    await takeBack(commit, index)
    throw error
  })
  const { moves, added, notes } = await hookChanges(commit, oid)
  await stageAdded(git, added)
  const left = await swapEntries(store, opened, moves).catch(() => [...moves.keys()])
  const filesAfter = await changedFiles(git, repository, planned)
  const touched = [...filesAfter]
    .filter(([path, hash]) => filesBefore.get(path) !== hash)
    .map(([path]) => path)
  return {
    oid,
    branch: prepared.target.branch,
    isCheckedOut: true,
    notes: [
      ...notes,
      ...(left.length > 0
        ? [`The index does not follow for ${left.map(pathText).join(', ')}: look at git status.`]
        : []),
      ...(touched.length > 0 ? [`A hook changed files on disk: ${touched.join(', ')}.`] : []),
    ],
  }
}

/** Files that a hook put into the commit are in the index too: without them they would look staged as removed. */
async function stageAdded(git: SystemGit, added: HookChanges['added']): Promise<void> {
  for (const { mode, oid, path } of added) {
    const name = pathText(path)
    const staged = await git.run(['ls-files', '--error-unmatch', '--', `:(literal)${name}`])
    if (staged.status !== 0) await git.run(['update-index', '--add', '--cacheinfo', mode, oid, name])
  }
}

/** The index as it was, to the byte if nobody else wrote it meanwhile. Where even that fails the bump stays staged. */
async function takeBack(
  { store, opened }: HookedCommit,
  { seen, patched, moves }: PreparedIndex,
): Promise<void> {
  try {
    holdIndex(opened.repository, opened.config, { seen: patched, patched: seen }).commit()
  } catch {
    const back = [...moves].map(([path, { from, to }]) => [path, { from: to, to: from }] as const)
    await swapEntries(store, opened, new Map(back)).catch(() => [])
  }
}
