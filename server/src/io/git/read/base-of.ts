import { failure } from '../../../flux/failure.ts'
import type { BaseCommit } from '../../../ports.ts'
import type { Store } from '../builtin/store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { type Config, lastValue } from '../config/read-config.ts'
import { mergeBase } from './merge-base.ts'
import { resolveCommit } from './resolve-commit.ts'
import { withReader } from './with-reader.ts'

/** Where the work on `head` began, see `Git.base`. */
export async function baseOf(
  root: string,
  name: string | undefined,
  head: string,
  options: GitOptions,
): Promise<BaseCommit> {
  return withReader(root, options, async (store, git, config) => {
    const ref = name ?? (await mainBranch(store, config))
    const [mine, theirs] = await Promise.all([
      resolveCommit(store, head, git),
      resolveCommit(store, ref, git),
    ])
    const oid = await mergeBase(store, mine, theirs)
    if (oid !== undefined) return { oid, name: ref }
    throw failure(
      'E_NO_MERGE_BASE',
      `${head} and ${ref} have no commit in common, as far as the history is here. In a shallow clone fetch all of it: git fetch --unshallow, or fetch-depth: 0 in CI.`,
    )
  })
}

/**
 * The branch that work is compared with where nobody names one: what the branch that is checked out follows, if that
 * has another name (a topic branch made from `origin/main`); else the remote's default branch, or one of the usual
 * names; on that branch itself what it follows. Rejects with `E_REF`.
 */
async function mainBranch(store: Store, config: Config): Promise<string> {
  const branch = (await store.head()).ref?.replace(/^refs\/heads\//, '')
  const upstream = branch === undefined ? undefined : upstreamOf(config, branch)
  if (upstream !== undefined && upstream.branch !== branch && (await store.ref(upstream.ref)))
    return upstream.ref
  const fallbacks = ['main', 'master'].flatMap(name => [`refs/remotes/origin/${name}`, `refs/heads/${name}`])
  for (const candidate of ['refs/remotes/origin/HEAD', ...fallbacks]) {
    if ((await store.ref(candidate)) === undefined) continue
    const isOwn = candidate === `refs/heads/${branch}`
    if (!isOwn) return candidate
  }
  if (upstream !== undefined && (await store.ref(upstream.ref))) return upstream.ref
  throw failure(
    'E_REF',
    'This repository shows no main branch to compare with. Name a branch or a commit: --changed=REF.',
  )
}

function upstreamOf(
  config: Config,
  name: string,
): { readonly branch: string; readonly ref: string } | undefined {
  const remote = lastValue(config, `branch.${name}.remote`)
  const branch = lastValue(config, `branch.${name}.merge`)?.replace(/^refs\/heads\//, '')
  if (remote === undefined || branch === undefined) return undefined
  return { branch, ref: remote === '.' ? `refs/heads/${branch}` : `refs/remotes/${remote}/${branch}` }
}
