import { failure } from '../../../flux/failure.ts'
import type { Store } from '../builtin/store.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import type { SystemGit } from '../system/run-git.ts'

/**
 * The commit that a name means, in gitrevisions(7): a branch, a tag, a remote's branch, `HEAD`, a commit's name, each
 * with `~2` and `^` behind it. What else Git knows (a short name, `@{…}`) is left to `git`, where there is one. Rejects
 * with `E_REF`.
 */
export async function resolveCommit(store: Store, name: string, git?: SystemGit): Promise<string> {
  const [, base = '', steps = ''] = /^(.*?)((?:~\d*|\^\d*)*)$/.exec(name) ?? []
  const oid = await objectOf(store, base)
  if (oid !== undefined) return follow(store, await peeled(store, oid), steps, name)
  const isOption = name.startsWith('-')
  const found = isOption
    ? undefined
    : await git?.run(['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
  if (found?.status === 0) return found.stdout.toString().trim()
  throw unknown(name)
}

/** In the order of gitrevisions(7). */
async function objectOf(store: Store, name: string): Promise<string | undefined> {
  if (name === 'HEAD' || name === '@' || name === '') return (await store.head()).oid
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) return name
  // No ref has such a name (git-check-ref-format(1)), and a path might lead elsewhere.
  if (/\.\.|[\0-\x20~^:?*[\\]/.test(name)) return undefined
  for (const prefix of ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'])
    if (`${prefix}${name}`.startsWith('refs/')) {
      const oid = await store.ref(`${prefix}${name}`)
      if (oid !== undefined) return oid
    }
  return store.ref(`refs/remotes/${name}/HEAD`)
}

/** The commit behind an annotated tag. */
async function peeled(store: Store, oid: string): Promise<string> {
  const { type, data } = await store.read(oid)
  const target = type === 'tag' ? /^object ([0-9a-f]+)$/m.exec(data.toString('utf8'))?.[1] : undefined
  return target === undefined ? oid : peeled(store, target)
}

async function follow(store: Store, start: string, steps: string, name: string): Promise<string> {
  let oid = start
  for (const [, kind, digits] of steps.matchAll(/([~^])(\d*)/g)) {
    const count = digits === '' ? 1 : Number(digits)
    const [times, parent] = kind === '~' ? [count, 0] : [count === 0 ? 0 : 1, count - 1]
    for (let left = times; left > 0; left--) {
      const next = parseCommit((await store.read(oid)).data).parents[parent]
      if (next === undefined) throw unknown(name)
      oid = next
    }
  }
  return oid
}

function unknown(name: string): Error {
  return failure(
    'E_REF',
    `There is no commit ${name} in this repository. Name a branch, a tag or a commit; git fetch brings those of the remote.`,
  )
}
