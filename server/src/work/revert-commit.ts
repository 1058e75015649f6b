import { failure, failureOf } from '../flux/failure.ts'
import type { FileEdit } from '../ports.ts'
import type { MadeBranch } from './made-branches.ts'
import type { CommitPlace, Refused } from './made-commit.ts'
import type { OpenFolder } from './repository-changes.ts'

/** A commit on the same branch that gives every file of another commit its text back, where nobody has changed it since. */
export async function revertCommit(
  folder: OpenFolder,
  { root, oid, branch }: CommitPlace,
): Promise<{ readonly reverted: Omit<MadeBranch, 'folder'> } | Refused> {
  try {
    const { git } = folder.session
    const { message, files } = await git.show(root, oid)
    const [title = ''] = message.trim().split('\n')
    const edits = files.flatMap(({ path, before, after }): readonly FileEdit[] =>
      before === undefined || after === undefined
        ? []
        : [{ path, edit: text => (text === after || text === before ? before : changed(path)) }],
    )
    if (edits.length < files.length || edits.length === 0)
      throw failure('E_UNDO', `The commit ${oid.slice(0, 7)} is no bump: it adds or removes files.`)
    const words = `Revert "${title}"\n\nThis reverts commit ${oid}.\n`
    const result = await git.commit(root, { files: edits, message: words, branch })
    if (result === undefined) throw failure('E_UNDO', `${branch} holds the values of before already.`)
    const remote = await git.remote(root, branch).catch(() => undefined)
    return {
      reverted: {
        root,
        branch: result.branch,
        isCheckedOut: result.isCheckedOut,
        commits: [{ ...result, message: words }],
        ...(remote ? { remote } : {}),
        pullRequest: {
          title: `Revert "${title}"`,
          body: `This reverts commit ${oid}.`,
          ...(remote?.base === undefined ? {} : { base: remote.base }),
        },
      },
    }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

function changed(path: string) {
  return failure('E_BLOB_MISMATCH', `${path} has changed since. Use git revert, which lets you resolve that.`)
}
