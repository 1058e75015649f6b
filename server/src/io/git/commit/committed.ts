import { failure, isFailure } from '../../../flux/failure.ts'
import type { CommitBase, CommitPlan, Failure, FileEdit } from '../../../ports.ts'
import { builtinCommitLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { identity } from '../config/identity.ts'
import { blobText } from '../objects/blob-text.ts'
import { findBlob } from '../objects/find-blob.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { openRepository } from '../open-repository.ts'
import { chooseTarget } from '../refs/choose-target.ts'
import { mayCommit, refuseHalfDone } from './may-commit.ts'

/** What a plan's commit would start from, see `Git.committed`. Rejects as `commit` does before it writes anything. */
export async function committed(
  root: string,
  plan: Omit<CommitPlan, 'message'>,
  options: GitOptions,
): Promise<CommitBase> {
  const { environment, clock } = options
  const opened = openRepository(root, options)
  const { repository, config } = opened
  if (plan.branch === undefined) refuseHalfDone(repository)
  const { email } = plan.author ?? identity('author', config, environment, clock.now())
  identity('committer', config, environment, clock.now())
  const limit = builtinCommitLimit(opened, environment)
  const look = async (store: Store): Promise<CommitBase> => {
    const target = await chooseTarget(store, plan)
    await mayCommit(store, repository, target)
    const { tree } = parseCommit((await store.read(target.parent)).data)
    const files = new Map<string, string | Failure>()
    for (const { path, edit } of plan.files) files.set(path, await textIn(store, tree, path, edit))
    return { branch: target.branch, isCheckedOut: target.isHead, email, files }
  }
  const found = await withStore(opened, options, limit, look)
  // A filter (git-crypt, LFS) or a partial clone may hide what is looked for; the user's Git sees through them.
  const isHidden = [...found.files.values()].some(one => typeof one !== 'string' && mayBeHidden(one))
  if (!isHidden || limit !== undefined || options.engine() !== 'auto') return found
  return withStore(opened, options, 'does not run filters', look).catch(error => {
    if (isFailure(error, 'E_GIT_MISSING')) return found
    throw error
  })
}

function mayBeHidden({ code }: Failure): boolean {
  return code === 'E_BLOB_MISMATCH' || code === 'E_OBJECT_MISSING'
}

/** The committed text that an edit has its place in, as it is or as the path's filters show it; or why there is none. */
async function textIn(
  store: Store,
  tree: string,
  path: string,
  edit: FileEdit['edit'],
): Promise<string | Failure> {
  try {
    const { oid } = await findBlob(store, tree, path)
    const { text } = blobText((await store.read(oid)).data)
    const edited = edit(text)
    if (typeof edited === 'string') return text
    const shown = await store.filters?.smudge(path, oid)
    const clear = shown && blobText(shown).text
    if (clear !== undefined && typeof edit(clear) === 'string') return clear
    throw failure(edited.code, edited.message)
  } catch (error) {
    if (!isFailure(error)) throw error
    return { code: error.code, message: error.message }
  }
}
