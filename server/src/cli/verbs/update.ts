import type { UpdateScope } from '../../flux/chain/update.ts'
import { isTag } from '../../flux/images/image-text.ts'
import { environments } from '../../flux/project/environments.ts'
import { draftRequests } from '../../work/draft-requests.ts'
import type { CommitOptions, RepositoryCommit } from '../../work/plan-commits.ts'
import { toCommit } from '../../work/to-commit.ts'
import {
  carryOut,
  nothingDone,
  type PlannedUpdate,
  planUpdate,
  policiesOfUpdate,
  type UpdateOptions,
} from '../../work/update.ts'
import { imageOf, planUpdateTo, tagWords } from '../../work/update-to.ts'
import { type UpdateAnswer, updateJson, updateText } from '../answers/update-answer.ts'
import { keepRequests } from '../keep-requests.ts'
import { pushOptions, refuseOfflineRequest, requestRows } from '../options/request-options.ts'
import { printable } from '../printed.ts'
import { isAnyUnread, openScope, type Scope, settle } from '../scope.ts'
import { fileAndLine, setMarkerAt } from '../target.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `update [PATH…]`. */
export const updateVerb: Verb = {
  name: 'update',
  operands: '[PATH…|FILE:LINE]',
  summary: 'write what Flux would write at the markers',
  details: [
    'Each automation updates the files under its `path`, by the policies of its namespace that its `policySelector` takes; a suspended one is skipped. A repository without automations is updated at every marker. PATH limits the files further. Nothing but the marked values is touched.',
    'With `--commit`, changes of an automation that names a push branch (`spec.git.push.branch`) are committed there, and the files on disk stay as they are; a branch that does not exist begins at the checkout branch, one with commits of its own is committed onto. Every other change is committed on the branch that is checked out. `--branch` wins over both.',
    "With `--pull-request` and `--group`, each group is a pull request of its own, and a run keeps all of them up to date, as Flux does without a cluster: from cron or CI. A request's branch (`fluxmark/policy/NAMESPACE/NAME`, …) is one commit on top of its base as the remote has it; it is replaced where newer values come, and only if it is what was fetched, so that of two runs at once one wins. Steps to another major version are in requests of their own. A request that needs nothing any more is closed. One whose branch holds work of somebody else, and one that somebody closed, stay as they are. The working tree is not touched. With `--dry-run` nothing is contacted: what was fetched last counts.",
  ],
  options: [
    { name: 'dry-run', summary: 'only show what would change' },
    {
      name: 'policy',
      value: 'NAMESPACE:NAME',
      isRepeatable: true,
      problem: notAName,
      summary: 'only by this policy',
    },
    {
      name: 'automation',
      value: 'NAMESPACE:NAME',
      isRepeatable: true,
      problem: notAName,
      summary: 'only what this automation updates',
    },
    { name: 'all', summary: 'write what Flux would not write, too, and say why it would not' },
    {
      name: 'to',
      value: 'TAG',
      summary: 'write this tag at the marker FILE:LINE instead of the one that its policy selects',
    },
    { name: 'commit', summary: 'commit the values, and nothing else' },
    {
      name: 'group',
      choices: ['automation', 'policy', 'environment', 'all'],
      goesWith: 'commit',
      summary:
        'one commit per automation (the default), policy or environment (as `promote` finds them), or one for all; with `--pull-request`, and without `--branch`, a pull request for each',
    },
    {
      name: 'branch-prefix',
      value: 'PREFIX',
      goesWith: 'group',
      problem: notAPrefix,
      summary: "where the names of the requests' branches begin; `fluxmark/` is the default",
    },
    {
      name: 'max',
      value: 'N',
      goesWith: 'group',
      problem: notACount,
      summary: 'with `--pull-request` and `--group`: at most N requests open at a time; others wait',
    },
    {
      name: 'branch',
      value: 'NAME',
      goesWith: 'commit',
      summary: 'the branch to commit on; it is created where it does not exist',
    },
    {
      name: 'message',
      value: 'TEXT',
      goesWith: 'commit',
      summary: "the commit message, instead of the automation's",
    },
    { name: 'push', goesWith: 'commit', summary: 'push what was committed' },
    ...requestRows,
  ],
  examples: [
    { command: 'update --dry-run', does: 'what Flux would write now' },
    { command: 'update --policy flux-system:web', does: 'the values of one policy' },
    { command: 'update --to 1.2.3 apps/web.yaml:12', does: 'one tag of your choice at one marker' },
    { command: 'update --commit --push', does: 'commit where each automation pushes to, and push' },
    { command: 'update --pull-request', does: 'the same, and open a pull request of each branch' },
    {
      command: 'update --pull-request --group policy --max 5',
      does: 'keep a pull request for each policy, as a bot does',
    },
    { command: 'update --commit --group policy --branch bumps', does: 'one commit a policy, on one branch' },
  ],
  run: update,
}

/** `update`: writes what Flux would, and commits it alone with `--commit`. 3 where a policy, a commit or a push failed. */
async function update(args: Arguments, world: World): Promise<number> {
  refuseOfflineRequest(args)
  const tag = args.values.get('to')
  const planned = tag === undefined ? await plannedByFlux(args, world) : await plannedTo(tag, args, world)
  const options = optionsOf(args, planned, world)
  if (options.request && args.values.has('group') && !args.values.has('branch'))
    return keepRequests(args, planned, options.request, world)
  for (const name of ['max', 'branch-prefix'])
    if (args.values.has(name))
      throw new UsageError(`--${name} goes with --pull-request and --group, and without --branch`)
  const tell = (commits: readonly RepositoryCommit[]) => {
    for (const replaced of new Set(commits.flatMap(({ planned: { plan } }) => plan.replaced ?? [])))
      world.err(printable(`fluxmark: ${replaced}\n`))
  }
  const isDry = args.flags.has('dry-run')
  const isNothing = planned.changes.length === 0 && (!options.commit || planned.current?.length === 0)
  const done = isDry || isNothing ? nothingDone : await carryOut(planned, { ...options, tell })
  const plans = isDry && options.commit ? await toCommit([planned], options.commit) : undefined
  const drafts = plans && options.request ? await draftRequests(plans) : []
  tell(plans?.commits ?? [])
  const failures = plans?.failures ?? done.failures
  const answer: UpdateAnswer = {
    planned: { ...planned, skipped: [...planned.skipped, ...(plans?.skipped ?? done.skipped)] },
    done: isDry ? { ...done, changes: planned.changes, failures } : done,
    plans: plans?.commits ?? [],
    drafts,
    ...(options.request ? { request: options.request } : {}),
    isDry,
  }
  world.out(args.format === 'json' ? updateJson(answer) : updateText(answer))
  for (const { message, code } of failures) world.err(printable(`fluxmark: ${message} (${code})\n`))
  return failures.length > 0 || planned.isShort ? 3 : 0
}

/** What Flux would write, in the paths and by the names that are given. */
async function plannedByFlux(args: Arguments, world: World): Promise<PlannedUpdate> {
  const scope = await openScope(args, world)
  const wanted = updateScope(args, scope)
  await settle(scope, () => policiesOfUpdate(scope, wanted), world)
  const isUnread = isAnyUnread(scope, world)
  const planned = planUpdate(scope, wanted)
  return { ...planned, isShort: planned.isShort || isUnread }
}

/** `--to TAG FILE:LINE`. */
async function plannedTo(tag: string, args: Arguments, world: World): Promise<PlannedUpdate> {
  const [target = '', ...others] = args.operands
  const at = fileAndLine(target)
  if (at === undefined || others.length > 0 || args.many.size > 0 || args.flags.has('all'))
    throw new UsageError('--to takes one marker: fluxmark update --to 1.2.3 apps/web.yaml:12')
  if (!isTag(tag)) throw new UsageError(`--to ${tag}: this is no tag; ${tagWords}`)
  const scope = await openScope(args, world, [at.file])
  const marker = setMarkerAt(scope, world, at)
  if (marker.setter.part === 'name')
    throw new UsageError(`${target}: this marker takes the image's name and no tag`)
  await settle(scope, () => [marker.setter.policy], world)
  const { image = '', tags } = imageOf(scope.session.snapshot, marker) ?? {}
  if (tags && !tags.includes(tag))
    throw new UsageError(
      `--to ${tag}: ${image} has no such tag; among its ${tags.length} tags are ${tags.slice(0, 10).join(', ')}`,
    )
  return planUpdateTo(scope, marker, tag)
}

function optionsOf(args: Arguments, { snapshot }: PlannedUpdate, world: World): UpdateOptions {
  if (!args.flags.has('commit')) return {}
  const group = args.values.get('group') ?? 'automation'
  if (group === 'environment' && environments(snapshot).length === 0)
    throw new UsageError(
      '--group environment: no folder is seen to be an environment; name them under `environments` in fluxmark.yaml, or take automation, policy or all',
    )
  const branch = args.values.get('branch')
  const message = args.values.get('message')
  const commit: CommitOptions = {
    ...(group === 'policy' || group === 'automation' || group === 'environment' ? { per: group } : {}),
    ...(branch === undefined ? { toPushBranch: 'named', existing: 'follow-if-ahead' } : { branch }),
    ...(message === undefined ? {} : { message }),
  }
  return { commit, ...pushOptions(args, world) }
}

function updateScope(args: Arguments, { session, isInScope }: Scope): UpdateScope {
  const policies = named(args, 'policy')
  const automations = named(args, 'automation')
  const known = [...session.snapshot.index.automations.keys()]
  for (const name of automations ?? []) {
    if (!known.includes(name)) {
      throw new UsageError(
        `--automation ${name}: there is none of that name; here are ${known.join(', ') || 'none'}`,
      )
    }
  }
  const all = args.flags.has('all')
  return { isInScope, all, ...(policies ? { policies } : {}), ...(automations ? { automations } : {}) }
}

function named(args: Arguments, option: string): ReadonlySet<string> | undefined {
  const names = args.many.get(option)
  return names && new Set(names)
}

function notAName(value: string): string | undefined {
  return /^[^:/\s]+:[^:/\s]+$/.test(value) ? undefined : `takes namespace:name, not "${value}"`
}

function notACount(value: string): string | undefined {
  return /^[1-9]\d{0,5}$/.test(value) ? undefined : `takes a number from 1, not "${value}"`
}

function notAPrefix(value: string): string | undefined {
  return /^[\w][\w-]*(?:[./][\w-]+)*[-/]$/.test(value)
    ? undefined
    : `takes the beginning of a branch's name that ends with / or -, not "${value}"`
}
