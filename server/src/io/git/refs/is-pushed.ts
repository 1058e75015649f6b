import type { Store } from '../builtin/store.ts'
import { parseCommit } from '../objects/parse-commit.ts'

/** A remote's branch (`origin/main`) that holds a commit, as far as is known since the last fetch or push; undefined where none does. */
export async function isPushed(store: Store, oid: string): Promise<string | undefined> {
  const { seconds } = parseCommit((await store.read(oid)).data)
  const newer = new Set<string>()
  for (const [name, tip] of await store.refs('refs/remotes/')) {
    if (await reaches(store, tip, oid, seconds, newer)) return name.slice('refs/remotes/'.length)
  }
  return undefined
}

/** Whether a commit has another one, made at `seconds`, behind it. What is older cannot; `seen` was looked at in vain. */
async function reaches(
  store: Store,
  from: string,
  oid: string,
  seconds: number,
  seen: Set<string>,
): Promise<boolean> {
  const queue = [from]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === oid) return true
    if (seen.has(next)) continue
    seen.add(next)
    const object = await store.read(next).catch(() => undefined)
    const commit = object && parseCommit(object.data)
    if (commit && commit.seconds >= seconds) queue.push(...commit.parents)
  }
  return false
}
