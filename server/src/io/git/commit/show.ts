import { failure } from '../../../flux/failure.ts'
import type { CommitContent, FileDiff } from '../../../ports.ts'
import { builtinLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { blobText } from '../objects/blob-text.ts'
import { pathText } from '../objects/find-blob.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { openRepository } from '../open-repository.ts'
import { changedBlobs } from '../system/changed-blobs.ts'

/** A commit's message, and its files as they are in it and in its first parent. */
export async function show(root: string, oid: string, options: GitOptions): Promise<CommitContent> {
  const opened = openRepository(root, options)
  return withStore(opened, options, builtinLimit(opened, options.environment), async store => {
    const commitOf = async (name: string) => parseCommit((await store.read(name)).data)
    const { tree, parents, message } = await commitOf(oid)
    const [parent] = parents
    if (parent === undefined)
      throw failure('E_OBJECT_MISSING', `The commit ${oid.slice(0, 7)} has no parent, so it is no bump.`)
    return { message, files: await changedFiles(store, (await commitOf(parent)).tree, tree) }
  })
}

/** The files at which two trees differ, with their texts. */
export async function changedFiles(store: Store, from: string, to: string): Promise<readonly FileDiff[]> {
  const text = async (name: string | undefined) =>
    name === undefined ? undefined : blobText((await store.read(name)).data).text
  const changed = await changedBlobs(store, from, to)
  return Promise.all(
    changed.map(async ({ path, from, to }) => {
      const [before, after] = await Promise.all([text(from), text(to)])
      return {
        path: pathText(path),
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      }
    }),
  )
}
