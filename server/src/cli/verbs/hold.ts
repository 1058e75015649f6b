import { failureOf } from '../../flux/failure.ts'
import { allHeld } from '../../flux/hold/held.ts'
import type { HoldOccasion, HoldPlan } from '../../flux/hold/hold.ts'
import { automationsNamed, planFreeze } from '../../flux/hold/plan-freeze.ts'
import { planRelease } from '../../flux/hold/plan-release.ts'
import { type HoldRefusal, isRefusal } from '../../flux/hold/refusal.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import { holdJson } from '../../ide/hold-json.ts'
import { planPolicyHold, writeHoldPlan } from '../../work/hold.ts'
import { type HoldVerb, holdText, refusedJson } from '../answers/hold-answer.ts'
import { json, printable } from '../printed.ts'
import { openScope, type Scope, settle } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Option, Verb } from '../verb.ts'
import type { World } from '../world.ts'

const automationOption: Option = {
  name: 'automation',
  value: 'NAMESPACE:NAME',
  isRepeatable: true,
  problem: value =>
    /^(?:\*|[^:/\s]+:[^:/\s]+)$/.test(value)
      ? undefined
      : `takes namespace:name, namespace:* for a namespace or * for all, not "${value}"`,
  summary: 'this ImageUpdateAutomation; `NAMESPACE:*` for all of a namespace, `*` for all',
}

const dryRun: Option = { name: 'dry-run', summary: 'only show what would change' }

/** `hold NAMESPACE:NAME`. */
export const holdVerb: Verb = {
  name: 'hold',
  operands: '[NAMESPACE:NAME]',
  summary: 'hold a policy at a tag, skip a tag, or freeze an automation',
  details: [
    'By `range` nothing but the tag can be selected: a semver range becomes that version, a pattern that tag. By `exclude` the tag is skipped, and the next one moves on: `!=VERSION` in the range, or an entry in the exclusionList of the ImageRepository, which reaches every policy of that image. Without `--at` it is the tag that is written now, to be skipped the one that is selected.',
    'The edits go where the fields are written: the manifest, or the patch that brings them. A comment there remembers what was, since when and why; `release` reads it back.',
  ],
  options: [
    { name: 'at', value: 'TAG', summary: 'the tag to hold, or to skip' },
    { name: 'by', choices: ['range', 'exclude'], summary: 'how; range where absent' },
    { name: 'reason', value: 'TEXT', summary: 'why, for those who read the manifest' },
    automationOption,
    dryRun,
  ],
  examples: [
    {
      command: 'hold apps:web --reason "login is broken in 1.3.0"',
      does: 'hold the tag that is written now',
    },
    { command: 'hold apps:web --at 1.2.3', does: 'go back to a tag, and stay there' },
    { command: 'hold apps:web --by exclude', does: 'skip the tag that is selected' },
    { command: 'hold --automation flux-system:apps', does: 'freeze an automation' },
  ],
  run: (args, world) => holdOrRelease('hold', args, world),
}

/** `release NAMESPACE:NAME`. */
export const releaseVerb: Verb = {
  name: 'release',
  operands: '[NAMESPACE:NAME]',
  summary: 'undo what `hold` did: every byte as it was',
  options: [automationOption, dryRun],
  examples: [
    { command: 'release apps:web', does: 'let the policy select again' },
    { command: 'release --automation flux-system:apps', does: 'let the automation run again' },
  ],
  run: (args, world) => holdOrRelease('release', args, world),
}

/** `hold` and `release`: 3 where the files do not allow it, or a file could not be written. */
async function holdOrRelease(verb: HoldVerb, args: Arguments, world: World): Promise<number> {
  const automations = args.many.get('automation') ?? []
  const [name, ...others] = args.operands
  if (others.length > 0 || (name === undefined) === (automations.length === 0))
    throw new UsageError(`${verb} takes one policy as namespace:name, or --automation namespace:name`)
  if (automations.length > 0 && (args.values.has('at') || args.values.has('by')))
    throw new UsageError('--at and --by are for a policy, not for an automation')
  const scope = await openScope(args, world, [])
  const plan =
    name === undefined
      ? await planAutomations(verb, automations, args, scope, world)
      : await planPolicy(verb, name, args, scope, world)
  if (isRefusal(plan)) return refused(plan, args, world)
  const isDry = args.flags.has('dry-run')
  const { snapshot } = scope.session
  // Said before anything is written.
  for (const note of plan.notes) world.err(printable(`fluxmark: ${note}\n`))
  try {
    if (!isDry) await writeHoldPlan(scope, plan)
  } catch (error) {
    const { message, code } = failureOf(error)
    return refused({ refused: 'state', reason: `${message} (${code})` }, args, world)
  }
  world.out(
    args.format === 'json' ? json(holdJson(snapshot, verb, plan)) : holdText(snapshot, verb, plan, isDry),
  )
  return 0
}

async function planPolicy(
  verb: HoldVerb,
  name: string,
  args: Arguments,
  scope: Scope,
  world: World,
): Promise<HoldPlan | HoldRefusal> {
  const ref = policyRef(verb, name)
  if (verb === 'release') return planRelease(scope.session.snapshot, 'policy', [name])
  await settle(scope, () => [ref], world)
  const at = args.values.get('at')
  const by = args.values.get('by') === 'exclude' ? 'exclude' : 'range'
  return planPolicyHold(scope, { ref, by, ...(at === undefined ? {} : { at }) }, occasion(args, world))
}

async function planAutomations(
  verb: HoldVerb,
  patterns: readonly string[],
  args: Arguments,
  { session: { snapshot } }: Scope,
  world: World,
): Promise<HoldPlan | HoldRefusal> {
  const isHeld = (name: string) =>
    allHeld(snapshot).some(held => held.kind === 'automation' && held.target === name)
  const names = patterns.flatMap(pattern => {
    const found = automationsNamed(snapshot, pattern)
    const known = [...snapshot.index.automations.keys()].join(', ') || 'none'
    if (found.length === 0)
      throw new UsageError(`--automation ${pattern}: there is none of that name; here are ${known}`)
    return verb === 'release' && pattern.includes('*') ? found.filter(isHeld) : found
  })
  const targets = [...new Set(names)]
  return verb === 'release'
    ? planRelease(snapshot, 'automation', targets)
    : planFreeze(snapshot, targets, occasion(args, world))
}

/** What cannot be done is wrong usage, or is answered with the reason and exit code 3. */
function refused(refusal: HoldRefusal, args: Arguments, world: World): number {
  if (refusal.refused === 'usage') throw new UsageError(refusal.reason)
  if (args.format === 'json') world.out(refusedJson(refusal))
  world.err(printable(`fluxmark: ${refusal.reason}\n`))
  return 3
}

function occasion(args: Arguments, world: World): HoldOccasion {
  const reason = args.values.get('reason')
  return { since: new Date(world.now()).toISOString().replace(/\.\d+Z$/, 'Z'), ...(reason ? { reason } : {}) }
}

function policyRef(verb: HoldVerb, name: string): PolicyRef {
  const [, namespace, policy] = /^([^:/\s]+):([^:/\s]+)$/.exec(name) ?? []
  if (namespace === undefined || policy === undefined)
    throw new UsageError(`${verb} takes a policy as namespace:name, not "${name}"`)
  return { namespace, name: policy }
}
