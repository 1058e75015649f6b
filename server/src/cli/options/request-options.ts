import { forges } from '../../flux/commit/forge.ts'
import type { UpdateOptions } from '../../work/update.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'
import { repositoryOptions } from './repository-options.ts'

/** The options of verbs that open pull requests of what they commit. */
export const requestRows: Verb['options'] = [
  {
    name: 'pull-request',
    implies: ['commit', 'push'],
    summary:
      'commit, push, and open the pull or merge request at GitHub, GitLab, Gitea or Forgejo; an open one of the branch is updated. The token is `GITHUB_TOKEN` or `GH_TOKEN`, `GITLAB_TOKEN`, `GITEA_TOKEN` or `FORGEJO_TOKEN`, and goes to the host that it is for alone',
  },
  {
    name: 'label',
    value: 'NAME',
    isRepeatable: true,
    goesWith: 'pull-request',
    summary: 'a label of the pull request',
  },
  {
    name: 'reviewer',
    value: 'NAME',
    isRepeatable: true,
    goesWith: 'pull-request',
    summary: 'a user who is asked for a review, or `ORGANISATION/TEAM`',
  },
  {
    name: 'forge',
    value: 'HOST=KIND',
    isRepeatable: true,
    goesWith: 'pull-request',
    problem: notAForge,
    summary: `what serves a host of your own: ${forges.join(', ')}`,
  },
]

/** `--push` and `--pull-request`, as far as they are given. */
export function pushOptions(args: Arguments, world: World): Pick<UpdateOptions, 'push' | 'request'> {
  if (!args.flags.has('push')) return {}
  const known = { forges: { ...world.forges, ...repositoryOptions(args).forges } }
  const labels = args.many.get('label') ?? []
  const reviewers = args.many.get('reviewer') ?? []
  const isRequested = args.flags.has('pull-request')
  return { push: known, ...(isRequested ? { request: { labels, reviewers, ...known } } : {}) }
}

/** Wrong usage: a request at a forge, and no request at all. */
export function refuseOfflineRequest(args: Arguments): void {
  if (args.flags.has('pull-request') && args.flags.has('offline'))
    throw new UsageError('--pull-request asks the forge, and --offline makes no request; name one of them')
}

function notAForge(value: string): string | undefined {
  const [, kind = ''] = /^[^=\s]+=(.*)$/.exec(value) ?? []
  return forges.some(one => one === kind)
    ? undefined
    : `takes HOST=KIND, the kind one of ${forges.join(', ')}, not "${value}"`
}
