import { relative, sep } from 'node:path'
import { isRequestBranch } from '../../flux/commit/request-groups.ts'
import { failureOf } from '../../flux/failure.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import type { BranchContent } from '../../ports.ts'
import { changesIn } from '../request-text.ts'
import type { BotOptions, BotRequest } from './bot.ts'
import { isOurs } from './branch-state.ts'
import { patience, type SeenRepository, trackingRef } from './look.ts'

/**
 * Closes the open requests that ask for nothing which is still wanted, and deletes their branches: the values were
 * merged by other ways, or a policy selects the tag again that stands in the base. Where this run does not speak for
 * all of a request's values, or does not know what their policies select, it stays.
 */
export async function closeObsolete(
  seen: SeenRepository,
  options: BotOptions,
): Promise<readonly BotRequest[]> {
  const { repository, remote, groups, refused } = seen
  const { git } = repository.folder.session
  const needed = new Set([...groups, ...refused].map(({ group }) => group.branch))
  const closed: BotRequest[] = []
  for (const branch of await git.tracked(repository.root, remote.remote, options.prefix)) {
    if (needed.has(branch) || !isRequestBranch(branch, options.per, options.prefix)) continue
    const request = await closedOne(seen, branch, options)
    if (request !== undefined) closed.push(request)
  }
  return closed
}

async function closedOne(
  { repository, remote, standard, isServed, email }: SeenRepository,
  branch: string,
  options: BotOptions,
): Promise<BotRequest | undefined> {
  const { folder, root } = repository
  const { git } = folder.session
  const [, base = standard] = /-onto-(.+)$/.exec(branch) ?? []
  const words = {
    root,
    group: branch.slice(options.prefix.length),
    branch,
    base,
    isMajor: branch.startsWith(`${options.prefix}${options.per}-major`),
    title: '',
    body: '',
    changes: [],
  }
  const content = await git.ahead(root, trackingRef(remote, branch), { remote: remote.remote, base })
  if (content === undefined || !isUnwanted(repository, content, options)) return undefined
  if (options.isDry) return { ...words, action: 'closed', why: obsolete(base) }
  if (!isServed || folder.pullRequests === undefined) return undefined
  try {
    const found = await folder.pullRequests.find({ url: remote.url, branch }, AbortSignal.timeout(patience))
    const isOpen = found?.state === 'open'
    if (!isOurs(content, email)) {
      if (!isOpen) return undefined
      const reason = `nothing is left of what it asked for, and its branch holds commits of somebody else: ${found.url}`
      return { ...words, action: 'left', why: { code: 'request-changed', reason } }
    }
    if (isOpen)
      await folder.pullRequests.close({ url: remote.url }, found.number, AbortSignal.timeout(patience))
    await git.remove(root, remote.remote, branch)
    if (!isOpen) return undefined
    const pullRequest = { url: found.url, number: found.number, created: false }
    return { ...words, title: found.title, action: 'closed', why: obsolete(base), pullRequest }
  } catch (error) {
    return { ...words, action: 'failed', failure: failureOf(error) }
  }
}

function obsolete(base: string): NonNullable<BotRequest['why']> {
  return { code: 'request-obsolete', reason: `${base} needs none of its values any more` }
}

/** Whether this run knows that nothing of a branch is wanted. */
function isUnwanted(
  { folder, root, snapshot }: SeenRepository['repository'],
  { files }: BranchContent,
  { covers }: BotOptions,
): boolean {
  const prefix = relative(folder.root, root).split(sep).join('/')
  return files.flatMap(changesIn).every(({ path: own, policy }) => {
    const path = prefix === '' ? own : `${prefix}/${own}`
    if (!covers({ path, policy })) return false
    const isMarked = snapshot.files
      .get(path)
      ?.facts.markers.some(
        ({ setter }) => setter && formatPolicyRef(setter.policy) === formatPolicyRef(policy),
      )
    const { state } = latestRef(snapshot, policy)
    return !isMarked || (state !== 'unknown' && state !== 'failed')
  })
}
