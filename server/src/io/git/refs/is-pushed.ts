import type { Store } from '../builtin/store.ts'
import { parseCommit } from '../objects/parse-commit.ts'

/** A remote's branch (`origin/main`) that holds a commit, as far as is known since the last fetch or push; undefined where none does. */
export async function isPushed(store: Store, oid: string): Promise<string | undefined> {
  return (await remotesWith(store, oid, 1))[0]
}

/** Every such branch, or the first `most`. None where the repository does not hold the commit. */
export async function remotesWith(
  store: Store,
  oid: string,
  most: number = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const seconds = await secondsOf(store, oid)
  if (seconds === undefined) return []
  const inVain = new Set<string>()
  const found: string[] = []
  for (const [name, tip] of await store.refs('refs/remotes/')) {
    if (found.length >= most) break
    if (await reaches(store, tip, oid, seconds, inVain)) found.push(name.slice('refs/remotes/'.length))
  }
  return found
}

/** Whether a commit has another one behind it, or is it. */
export async function isBehind(store: Store, tip: string, oid: string): Promise<boolean> {
  const seconds = await secondsOf(store, oid)
  return seconds !== undefined && reaches(store, tip, oid, seconds, new Set())
}

async function secondsOf(store: Store, oid: string): Promise<number | undefined> {
  const object = await store.read(oid).catch(() => undefined)
  return object && parseCommit(object.data).seconds
}

/**
 * Whether a commit has another one, made at `seconds`, behind it. What is older cannot; `inVain` was looked at before
 * without finding it, and gets what this search looks at without finding it.
 */
async function reaches(
  store: Store,
  from: string,
  oid: string,
  seconds: number,
  inVain: Set<string>,
): Promise<boolean> {
  const seen = new Set<string>()
  const queue = [from]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === oid) return true
    if (seen.has(next) || inVain.has(next)) continue
    seen.add(next)
    const object = await store.read(next).catch(() => undefined)
    const commit = object && parseCommit(object.data)
    if (commit && commit.seconds >= seconds) queue.push(...commit.parents)
  }
  for (const one of seen) inVain.add(one)
  return false
}
