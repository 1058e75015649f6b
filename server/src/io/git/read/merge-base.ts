import type { Store } from '../builtin/store.ts'
import { parseCommit } from '../objects/parse-commit.ts'

interface Reached {
  readonly oid: string
  readonly seconds: number
  readonly parents: readonly string[]
  /** From which of the two it is reached: 1, 2, or 3 for both. */
  sides: number
  /** Behind a common ancestor that was found already. */
  isStale: boolean
}

/**
 * The newest commit that two commits have in common, as git-merge-base(1) finds it: newest first from both, until all
 * that is left lies behind what was found. Undefined where they have none, as far as the history is here: a shallow
 * clone ends early.
 */
export async function mergeBase(store: Store, one: string, other: string): Promise<string | undefined> {
  const known = new Map<string, Reached>()
  const queue: Reached[] = []
  const reach = async (oid: string, sides: number, isStale: boolean): Promise<void> => {
    const before = known.get(oid)
    if (before && (before.sides | sides) === before.sides && before.isStale === (before.isStale || isStale))
      return
    const commit = before ?? (await read(store, oid))
    if (commit === undefined) return
    commit.sides |= sides
    commit.isStale ||= isStale
    known.set(oid, commit)
    if (!queue.includes(commit)) queue.push(commit)
  }
  await reach(one, 1, false)
  await reach(other, 2, false)
  const found: Reached[] = []
  while (queue.some(({ isStale }) => !isStale)) {
    queue.sort((a, b) => a.seconds - b.seconds)
    const next = queue.pop()
    if (next === undefined) break
    const isCommon = next.sides === 3
    if (isCommon && !next.isStale && !found.includes(next)) found.push(next)
    for (const parent of next.parents) await reach(parent, next.sides, next.isStale || isCommon)
  }
  const best = found.filter(({ isStale }) => !isStale).toSorted((a, b) => b.seconds - a.seconds)
  return best[0]?.oid
}

async function read(store: Store, oid: string): Promise<Reached | undefined> {
  const object = await store.read(oid).catch(() => undefined)
  if (object === undefined) return undefined
  const { seconds, parents } = parseCommit(object.data)
  return { oid, seconds, parents, sides: 0, isStale: false }
}
