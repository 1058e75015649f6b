import type { CommitResult } from '../../ports.ts'
import { changedFiles } from './changed-files.ts'
import { followCommit } from './follow-commit.ts'
import { withIndexCopy } from './plain-index.ts'
import { type HookedCommit, runGitCommit } from './run-git-commit.ts'

/** Commits on the branch that is checked out, then brings the user's index along. */
export async function commitInPlace(commit: HookedCommit): Promise<CommitResult> {
  const { git, opened, prepared } = commit
  const { target, tree, index } = prepared
  const planned = prepared.files.map(({ path }) => Buffer.from(path, 'latin1').toString())
  const filesBefore = await changedFiles(git, opened.repository, planned)
  const oid = await withIndexCopy(opened.repository, index?.seen ?? Buffer.alloc(0), async path => {
    const variables = { GIT_INDEX_FILE: path }
    await git.ask(['-c', 'core.splitIndex=false', 'read-tree', '-i', '-m', tree], { variables })
    return runGitCommit(commit, git, variables)
  })
  const notes = await followCommit(commit, oid)
  const filesAfter = await changedFiles(git, opened.repository, planned)
  const touched = [...filesAfter]
    .filter(([path, hash]) => filesBefore.get(path) !== hash)
    .map(([path]) => path)
  const onDisk = touched.length > 0 ? [`A hook changed files on disk: ${touched.join(', ')}.`] : []
  return { oid, branch: target.branch, notes: [...notes, ...onDisk] }
}
