import type { UpdateScope } from '../../flux/automation/update.ts'
import { type CommitOptions, planCommits } from '../../work/commit.ts'
import {
  carryOut,
  type DoneUpdate,
  planUpdate,
  policiesOfUpdate,
  type UpdateOptions,
} from '../../work/update.ts'
import { openScope, type Scope, settle } from '../scope.ts'
import { type UpdateAnswer, updateJson, updateText } from '../update-answer.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `update [PATH…]`. */
export const updateVerb: Verb = {
  name: 'update',
  operands: '[PATH…]',
  summary: 'write what Flux would write at the markers',
  details: [
    'Each automation updates the files under its `path`, by the policies of its namespace that its `policySelector` takes; a suspended one is skipped. A repository without automations is updated at every marker. PATH limits the files further. Nothing but the marked values is touched.',
    'With `--commit`, changes of an automation that names a push branch (`spec.git.push.branch`) are committed there, and the files on disk stay as they are; a branch that does not exist begins at the checkout branch, one with commits of its own is committed onto. Every other change is committed on the branch that is checked out. `--branch` wins over both.',
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
    { name: 'commit', summary: 'commit the values, and nothing else' },
    {
      name: 'group',
      choices: ['automation', 'policy', 'all'],
      goesWith: 'commit',
      summary: 'one commit per automation (the default), one per policy, or one for all',
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
  ],
  examples: [
    { command: 'update --dry-run', does: 'what Flux would write now' },
    { command: 'update --policy flux-system:web', does: 'the values of one policy' },
    { command: 'update --commit --push', does: 'commit where each automation pushes to, and push' },
    { command: 'update --commit --group policy --branch bumps', does: 'one commit a policy, on one branch' },
  ],
  run: update,
}

/** `update`: writes what Flux would, and commits it alone with `--commit`. 3 where a policy, a commit or a push failed. */
async function update(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const wanted = updateScope(args, scope)
  await settle(scope, () => policiesOfUpdate(scope, wanted), world)
  const planned = planUpdate(scope, wanted)
  const options = optionsOf(args)
  const isDry = args.flags.has('dry-run')
  const isNothing = planned.changes.length === 0
  const done = isDry || isNothing ? nothingDone : await carryOut(planned, options)
  const plans = isDry && options.commit ? await planCommits([planned], options.commit) : []
  const answer: UpdateAnswer = { planned, done, plans, isDry }
  world.out(args.format === 'json' ? updateJson(answer) : updateText(answer))
  for (const { message, code } of done.failures) world.err(`fluxmark: ${message} (${code})\n`)
  return done.failures.length > 0 || planned.isShort ? 3 : 0
}

const nothingDone: DoneUpdate = { isWritten: false, branches: [], failures: [] }

function optionsOf(args: Arguments): UpdateOptions {
  if (!args.flags.has('commit')) return {}
  const group = args.values.get('group') ?? 'automation'
  const branch = args.values.get('branch')
  const message = args.values.get('message')
  const commit: CommitOptions = {
    ...(group === 'policy' || group === 'automation' ? { per: group } : {}),
    ...(branch === undefined ? { toPushBranch: 'named', existing: 'follow-if-ahead' } : { branch }),
    ...(message === undefined ? {} : { message }),
  }
  return { commit, ...(args.flags.has('push') ? { push: {} } : {}) }
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
  return { isInScope, ...(policies ? { policies } : {}), ...(automations ? { automations } : {}) }
}

function named(args: Arguments, option: string): ReadonlySet<string> | undefined {
  const names = args.many.get(option)
  return names && new Set(names)
}

function notAName(value: string): string | undefined {
  return /^[^:/\s]+:[^:/\s]+$/.test(value) ? undefined : `takes namespace:name, not "${value}"`
}
