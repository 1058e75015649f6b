import type { RequestUnit } from '../flux/commit/request-groups.ts'
import { formatPolicyRef } from '../flux/markers/setter.ts'
import { runBot } from '../work/bot/run-bot.ts'
import type { RequestOptions } from '../work/open-request.ts'
import { type PlannedUpdate, policiesOfUpdate } from '../work/update.ts'
import { botJson, botText } from './answers/bot-answer.ts'
import { printable } from './printed.ts'
import { isWithin } from './scope.ts'
import type { Arguments } from './verb.ts'
import type { World } from './world.ts'

/** `update --pull-request --group UNIT`: one pull request a group, kept up to date. 3 where anything failed. */
export async function keepRequests(
  args: Arguments,
  planned: PlannedUpdate,
  request: RequestOptions,
  world: World,
): Promise<number> {
  const policies = args.many.get('policy')
  const isInScope = isWithin(args, world, planned.folder.root)
  const max = args.values.get('max')
  const message = args.values.get('message')
  const isDry = args.flags.has('dry-run')
  const done = await runBot(planned, {
    per: unitOf(args.values.get('group')),
    prefix: args.values.get('branch-prefix') ?? 'fluxmark/',
    ...(max === undefined ? {} : { max: Number(max) }),
    ...(message === undefined ? {} : { message }),
    request,
    covers: ({ path, policy }) =>
      !args.many.has('automation') &&
      isInScope(path) &&
      (policies === undefined || policies.includes(formatPolicyRef(policy))),
    isDry,
    tell: sentence => world.err(printable(`fluxmark: ${sentence}\n`)),
  })
  const answer = {
    planned,
    done,
    isDry,
    policies: policiesOfUpdate(planned.folder, {
      isInScope,
      ...(policies ? { policies: new Set(policies) } : {}),
    }),
  }
  world.out(args.format === 'json' ? botJson(answer) : botText(answer))
  for (const { message, code } of done.failures) world.err(printable(`fluxmark: ${message} (${code})\n`))
  return done.failures.length > 0 || planned.isShort ? 3 : 0
}

function unitOf(group: string | undefined): RequestUnit {
  return group === 'policy' || group === 'environment' || group === 'all' ? group : 'automation'
}
