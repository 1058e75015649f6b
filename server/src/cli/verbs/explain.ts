import { type Explanation, explainLine, explainPolicy, explanationJson, lineAt } from '../../ide/explain.ts'
import { policiesIn } from '../../ide/fixes/actions.ts'
import { json, type Printed, printable, together } from '../printed.ts'
import { absolutePath, openScope, pathWithin, type Scope, settle } from '../scope.ts'
import { colours, table } from '../table.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `explain FILE:LINE|ns:name`. */
export const explainVerb: Verb = {
  name: 'explain',
  operands: 'FILE:LINE|NAMESPACE:NAME',
  summary: 'why Flux will, or will not, update a value: the chain behind a line or a policy',
  details: ['For a policy, each tag that it drops is listed with the reason.'],
  options: [],
  examples: [
    { command: 'explain apps/web.yaml:12', does: 'the marker on a line' },
    { command: 'explain flux-system:web', does: 'a policy, with what became of each tag' },
  ],
  run: explain,
}

/** `explain FILE:LINE` or `explain ns:name`: the chain behind a value, or behind a policy with what became of each tag. */
async function explain(args: Arguments, world: World): Promise<number> {
  const [target, ...others] = args.operands
  const [, file, line] = /^(.+):([1-9]\d*)$/.exec(target ?? '') ?? []
  const [, namespace, name] = /^([^:/\s]+):([^:/\s]+)$/.exec(target ?? '') ?? []
  if (file === undefined && namespace?.includes('.'))
    throw new UsageError(`${target}: lines count from 1, and no namespace has a dot in its name`)
  if (others.length > 0 || (file === undefined && (namespace === undefined || name === undefined))) {
    throw new UsageError(
      'explain takes FILE:LINE or namespace:name, for example: fluxmark explain apps/web.yaml:12',
    )
  }
  const scope = await openScope(args, world, file === undefined ? [] : [file])
  const { session, root } = scope
  const path = file === undefined ? '' : pathWithin(root, absolutePath(world, file))
  const ref = { namespace: namespace ?? '', name: name ?? '' }
  await settle(scope, () => (file === undefined ? [ref] : policiesIn(session.snapshot, path)), world)
  const { snapshot } = session
  const explanation =
    file === undefined ? explainPolicy(snapshot, ref) : explainLine(snapshot, path, Number(line) - 1)
  world.out(
    args.format === 'json' ? json(explanationJson(snapshot, explanation)) : toText(scope, explanation, world),
  )
  return 0
}

function toText({ session }: Scope, { links, funnel }: Explanation, world: World): Printed {
  const colour = colours(world.hasColour)
  const sign = (ok: boolean | null) =>
    ok === null ? colour.yellow('?') : ok ? colour.green('ok') : colour.red('no')
  const rows = links.map(({ name, ok, detail, remedy, place }) => [
    sign(ok),
    name,
    place ? `${place.path}:${lineAt(session.snapshot, place)}` : '-',
    remedy === undefined || ok === true ? detail : `${detail}. ${remedy}`,
  ])
  const isExtracted = (funnel ?? []).some(({ key, compared }) => key !== undefined || compared !== undefined)
  const tags = (funnel ?? []).map(({ tag, stage, reason, key, compared }) => [
    stage === 'selected' ? colour.green(tag) : tag,
    ...(isExtracted ? [compared ?? key ?? '-'] : []),
    stage,
    reason,
  ])
  const head = ['TAG', ...(isExtracted ? ['COMPARED AS'] : []), 'STAGE', 'WHY']
  const funnelRows = tags.length > 0 ? [printable('\n'), table([head, ...tags])] : []
  return together(table(rows), ...funnelRows)
}
