import { failure } from '../../../flux/failure.ts'
import type { CommitPlan } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import { restage } from '../index/restage.ts'
import type { Moves } from '../index/swap-entries.ts'
import { type EditedFile, editFiles } from '../objects/edit-files.ts'
import { pathText } from '../objects/find-blob.ts'
import type { NewObject } from '../objects/git-object.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { replaceBlobs } from '../objects/replace-blobs.ts'
import { chooseTarget, type Target } from '../refs/choose-target.ts'

/** A commit worked out to the last byte but for its own object; nothing is written yet. */
export interface PreparedCommit {
  readonly target: Target
  readonly files: readonly EditedFile[]
  readonly tree: string
  /** Blobs and trees to write. */
  readonly objects: readonly NewObject[]
  /** The index before and after, where the target is checked out. */
  readonly index?: PreparedIndex
}

/** The index before and after. */
export interface PreparedIndex {
  readonly seen: Buffer
  readonly patched: Buffer
  /** The entries that differ. */
  readonly moves: Moves
}

/** Works out a plan's commit from what is committed and staged. Undefined where nothing would change. `check` may reject the target. */
export async function prepareCommit(
  store: Store,
  plan: CommitPlan,
  check: (store: Store, target: Target) => Promise<void>,
): Promise<PreparedCommit | undefined> {
  const target = await chooseTarget(store, plan)
  await check(store, target)
  const root = parseCommit((await store.read(target.parent)).data).tree
  const files = await editFiles(store, root, plan.files)
  if (files.length === 0) return undefined
  const staged = target.isHead ? await stageAlong(store, files) : undefined
  const trees = await replaceBlobs(store, root, new Map(files.map(({ path, after }) => [path, after.oid])))
  const tree = trees.at(-1)?.oid ?? root
  const objects = [...files.map(({ after }) => after), ...(staged?.objects ?? []), ...trees]
  return { target, files, tree, objects, ...(staged ? { index: staged.index } : {}) }
}

async function stageAlong(store: Store, files: readonly EditedFile[]) {
  const index = await store.index(files.map(({ path }) => path))
  if (index.unmerged !== undefined) {
    const path = pathText(index.unmerged)
    throw failure(
      'E_IN_PROGRESS',
      `The index holds an unresolved conflict (${path}). Resolve it and git add it first.`,
    )
  }
  const { moves, objects } = await restage(index, files)
  const patched = index.patch(new Map([...moves].map(([path, { to }]) => [path, to])))
  return { objects, index: { seen: index.seen, patched, moves } }
}
