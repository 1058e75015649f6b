import { failure } from '../../../flux/failure.ts'
import type { CommitResult } from '../../../ports.ts'
import { builtinLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import { refuseBranchName } from '../config/branch-name.ts'
import type { GitOptions } from '../config/git-options.ts'
import { identity } from '../config/identity.ts'
import { pathText } from '../objects/find-blob.ts'
import { newObject } from '../objects/git-object.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { type OpenRepository, openRepository } from '../open-repository.ts'
import { isPushed } from '../refs/is-pushed.ts'
import { changedBlobs } from '../system/changed-blobs.ts'
import { mayCommit } from './may-commit.ts'
import { revertLines } from './revert-lines.ts'

/**
 * Takes back a branch's newest commit: the branch and the index go back to its parent, files on disk stay, so that
 * the bump is an unstaged change again. Rejects with `E_REF` where there is no such branch any more, `E_REF_MOVED` where it went on, `E_PUSHED` where a
 * remote has the commit, `E_UNDO` where it is no commit that this port makes.
 */
export async function undo(
  root: string,
  commit: Pick<CommitResult, 'oid' | 'branch'>,
  options: GitOptions,
): Promise<void> {
  const opened = openRepository(root, options)
  await withStore(opened, options, builtinLimit(opened, options.environment), store =>
    takeBack(store, opened, commit, options),
  )
}

async function takeBack(
  store: Store,
  opened: OpenRepository,
  { oid, branch }: Pick<CommitResult, 'oid' | 'branch'>,
  { environment, clock }: GitOptions,
): Promise<void> {
  refuseBranchName(branch)
  const head = await store.head()
  const ref = await store.target(`refs/heads/${branch}`)
  const tip = await store.ref(ref)
  if (tip === undefined)
    throw failure('E_REF', `There is no branch ${branch} any more, so there is nothing to take back.`)
  if (tip !== oid)
    throw failure(
      'E_REF_MOVED',
      `The commit ${oid.slice(0, 7)} is not the newest one of ${branch} any more, so it is not taken back. Use git revert.`,
    )
  const { parents, title } = parseCommit((await store.read(oid)).data)
  const [parent] = parents
  if (parent === undefined || parents.length > 1)
    throw failure(
      'E_UNDO',
      `The commit ${oid.slice(0, 7)} has ${parents.length} parents, so it is no bump. Use git revert or git reset.`,
    )
  const remote = await isPushed(store, oid)
  if (remote !== undefined)
    throw failure(
      'E_PUSHED',
      `The commit ${oid.slice(0, 7)} was pushed (${remote} holds it), so others may have it. Use git revert.`,
    )
  const isHead = head.ref === ref
  await mayCommit(store, opened.repository, { ref, branch, parent, tip, isHead })
  const index = isHead ? await indexBack(store, oid, parent) : undefined
  const committer = identity('committer', opened.config, environment, clock.now())
  await store.publish({
    ref,
    oid: parent,
    expected: oid,
    reflog: { committer, message: `fluxmark: take back ${title}` },
    ...(index ? { index } : {}),
  })
}

/** The index with the commit's files as its parent has them; what else is staged of them stays staged. */
async function indexBack(store: Store, oid: string, parent: string) {
  const [now, then] = await Promise.all(
    [oid, parent].map(async name => parseCommit((await store.read(name)).data).tree),
  )
  const blobs = await changedBlobs(store, now ?? '', then ?? '')
  const staged = await store.index(blobs.map(({ path }) => path))
  const oids = new Map<string, string>()
  for (const { path, from, to } of blobs) {
    const entry = staged.entries.get(path)
    if (from === undefined || to === undefined || !entry) throw conflict(path)
    if (entry.oid === from) oids.set(path, to)
    else if (entry.oid !== to) {
      const [after, before, mine] = await Promise.all(
        [from, to, entry.oid].map(async name => (await store.read(name)).data),
      )
      const content = after && before && mine && revertLines(before, after, mine)
      if (!content) throw conflict(path)
      const object = newObject('blob', content, store.format)
      await store.write([object])
      oids.set(path, object.oid)
    }
  }
  return { seen: staged.seen, patched: staged.patch(oids) }
}

function conflict(path: string): Error {
  const name = pathText(path)
  return failure(
    'E_STAGED_CONFLICT',
    `The commit cannot be taken back without touching what you staged of ${name}. Commit or unstage that first.`,
  )
}
