import { isFailure } from '../../../flux/failure.ts'
import type { Store } from '../builtin/store.ts'
import { type Commit, parseCommit } from '../objects/parse-commit.ts'

const limit = 10_000

/** The commits that `tip` reaches and `kept` does not, newest first, as `SHORTOID TITLE`. */
export async function lostCommits(store: Store, tip: string, kept: string): Promise<readonly string[]> {
  return (await commitsAhead(store, tip, kept)).map(([oid, { title }]) => `${oid.slice(0, 7)} ${title}`)
}

/**
 * The commits that `tip` reaches and `kept` does not, newest first, by their names. Empty where `tip` is an ancestor.
 * Walks newest first, as Git does, and gives up after ten thousand commits, counting what it then has.
 */
export async function commitsAhead(
  store: Store,
  tip: string,
  kept: string,
): Promise<readonly (readonly [oid: string, commit: Commit])[]> {
  const commits = new Map<string, Commit>()
  const keptOids = new Set<string>()
  const queue = new Set<string>()
  const visit = async (oid: string, isKept: boolean) => {
    const isNews = isKept && !keptOids.has(oid)
    if (isNews) keptOids.add(oid)
    if (isNews || !commits.has(oid)) queue.add(oid)
    if (!commits.has(oid)) commits.set(oid, await readCommit(store, oid))
  }
  const seconds = (oid: string) => commits.get(oid)?.seconds ?? 0
  await visit(kept, true)
  await visit(tip, false)
  while (commits.size < limit && [...queue].some(oid => !keptOids.has(oid))) {
    const newest = [...queue].reduce((a, b) => (seconds(b) > seconds(a) ? b : a))
    queue.delete(newest)
    for (const parent of commits.get(newest)?.parents ?? []) await visit(parent, keptOids.has(newest))
  }
  return [...commits].filter(([oid]) => !keptOids.has(oid)).sort(([, a], [, b]) => b.seconds - a.seconds)
}

/** A commit below a shallow clone's border is not there; it then reads as one without parents. */
async function readCommit(store: Store, oid: string): Promise<Commit> {
  try {
    return parseCommit((await store.read(oid)).data)
  } catch (error) {
    if (isFailure(error, 'E_OBJECT_MISSING')) return parseCommit(Buffer.alloc(0))
    throw error
  }
}
