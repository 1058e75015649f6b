import type { BranchContent, PushResult } from '../../../ports.ts'
import { builtinLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { openRepository } from '../open-repository.ts'
import { commitsAhead } from '../refs/lost-commits.ts'
import { changedFiles } from './show.ts'

/** What a branch holds that its base lacks, see `Git.ahead`. */
export async function ahead(
  root: string,
  branch: string,
  { remote, base }: Pick<PushResult, 'remote' | 'base'>,
  options: GitOptions,
): Promise<BranchContent | undefined> {
  const opened = openRepository(root, options)
  return withStore(opened, options, builtinLimit(opened, options.environment), async store => {
    const tip = await store.ref(branch.startsWith('refs/') ? branch : `refs/heads/${branch}`)
    // What the remote has, as far as it was fetched, is what a request is compared with.
    const kept =
      (await store.ref(`refs/remotes/${remote}/${base}`)) ?? (await store.ref(`refs/heads/${base}`))
    if (tip === undefined || kept === undefined) return undefined
    const commits = await commitsAhead(store, tip, kept)
    if (commits.length === 0) return { messages: [], authors: [], files: [] }
    const parting = await partedAt(store, commits, kept)
    if (parting === undefined) return undefined
    const treeOf = async (oid: string) => parseCommit((await store.read(oid)).data).tree
    const own = commits.flatMap(([, commit]) => (commit.parents.length > 1 ? [] : [commit]))
    return {
      messages: own.map(({ message }) => message),
      authors: [...new Set(own.map(({ author }) => author))],
      files: await changedFiles(store, await treeOf(parting), await treeOf(tip)),
    }
  })
}

/** Where a branch's own commits left the base last: by making them, or by merging the base into it. */
async function partedAt(
  store: Store,
  commits: Awaited<ReturnType<typeof commitsAhead>>,
  kept: string,
): Promise<string | undefined> {
  const own = new Set(commits.map(([oid]) => oid))
  const left = new Set(commits.flatMap(([, { parents }]) => parents.filter(oid => !own.has(oid))))
  if (left.has(kept)) return kept
  let newest: { readonly oid: string; readonly seconds: number } | undefined
  for (const oid of left) {
    const { seconds } = parseCommit((await store.read(oid)).data)
    if (newest === undefined || seconds > newest.seconds) newest = { oid, seconds }
  }
  return newest?.oid
}
