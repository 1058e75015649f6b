import { resolve } from 'node:path'
import { failureOf } from '../../flux/failure.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { diagnoser } from '../../ide/diagnostics.ts'
import { policiesIn } from '../../ide/fixes/actions.ts'
import { oncePerCause } from '../../ide/once-per-cause.ts'
import { checkFailed } from '../../ide/texts/check-failed.ts'
import { inLine } from '../../text/foreign.ts'
import { planFixes, writeFixes } from '../../work/fix-all.ts'
import { asItIs, printable } from '../printed.ts'
import { reportFormats } from '../reports/formats.ts'
import { reportOf } from '../reports/report.ts'
import { isAnyUnread, openScope, type Scope, settle } from '../scope.ts'
import { unifiedDiff } from '../unified-diff.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `check [PATH…]`. */
export const checkVerb: Verb = {
  name: 'check',
  operands: '[PATH…]',
  summary: 'what is wrong, and what is outdated',
  details: [
    'Exits with 1 for a warning or an error, with 3 where a registry that a policy needs could not be asked. docs/diagnostics.md explains every code.',
  ],
  formats: reportFormats.map(({ name }) => name),
  options: [
    {
      name: 'output',
      letter: 'o',
      value: 'FILE',
      summary: 'write the report into this file, and print text for people',
    },
    { name: 'outdated-is-error', summary: 'exit with 1 for an outdated value, too' },
    { name: 'fix', summary: 'write every fix that is certain, after showing it as a diff' },
    { name: 'dry-run', goesWith: 'fix', summary: 'only show the diff' },
    { name: 'yes', goesWith: 'fix', summary: 'ask nothing before files are written' },
  ],
  examples: [
    { command: 'check', does: 'everything in the repository of the current folder' },
    { command: 'check apps/web.yaml --offline', does: 'one file, without asking a registry' },
    { command: 'check --format sarif -o fluxmark.sarif', does: 'a report for a code scanning page' },
    { command: 'check --fix --dry-run', does: 'what the certain fixes would change' },
  ],
  run: check,
}

/** Every diagnostic in the paths. 1 for a warning or an error, 3 where a policy it needed failed. */
async function check(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session } = scope
  const refs = () => filesOf(scope).flatMap(path => policiesIn(session.snapshot, path))
  await settle(scope, refs, world, filesOf(scope))
  const isUnread = isAnyUnread(scope, world)
  const isFixed = !args.flags.has('fix') || (await fix(args, scope, world))
  const { snapshot } = session
  const files = filesOf(scope)
  let isBroken = false
  const diagnose = diagnoser(snapshot, new Map(), {
    onFailure: failure => {
      isBroken = true
      world.err(printable(`fluxmark: ${checkFailed(failure)}\n`))
    },
  })
  const report = reportOf(snapshot, files, oncePerCause(files.flatMap(diagnose)))
  const format = reportFormats.find(({ name }) => name === args.format) ?? reportFormats[0]
  const file = args.values.get('output')
  if (file === undefined) world.out(format.print(report, world))
  else {
    await world.writeText(resolve(world.cwd, file), format.print(report, { hasColour: false }))
    world.out(reportFormats[0].print(report, world))
  }
  if (isBroken) return 70
  if (isAnyFailed(snapshot, refs(), world) || isUnread || !isFixed) return 3
  const { errors, warnings, outdated } = report.summary
  return errors + warnings > 0 || (args.flags.has('outdated-is-error') && outdated > 0) ? 1 : 0
}

/** Whether any of these policies failed; says which and why, each once. */
function isAnyFailed(snapshot: Snapshot, refs: readonly PolicyRef[], world: World): boolean {
  const failed = new Map(
    refs.flatMap(ref => {
      const resolution = latestRef(snapshot, ref)
      return resolution.state === 'failed' ? [[formatPolicyRef(ref), resolution.failure] as const] : []
    }),
  )
  for (const [policy, { message, code }] of failed)
    world.err(printable(`fluxmark: ${policy}: ${message} (${code})\n`))
  return failed.size > 0
}

/**
 * `--fix`: shows every certain fix as a diff, and writes it: at a terminal after a yes, or with `--yes`; where nobody
 * can be asked, right away; with `--dry-run` not at all. False where a file could not be written, or was saved by
 * somebody else after it was shown.
 */
async function fix(args: Arguments, scope: Scope, world: World): Promise<boolean> {
  // What was saved while registries were asked is fixed as it is now.
  await scope.session.reread(planFixes(scope, filesOf(scope)).map(({ path }) => path))
  const fixed = planFixes(scope, filesOf(scope))
  if (fixed.length === 0) return true
  const diff = fixed.map(({ path, before, after }) => unifiedDiff(path, before, after)).join('')
  // A script may want the patch as it is; a terminal would obey what a file says to it.
  if (args.format !== 'text') world.err(printable(diff))
  else world.out(world.isTerminal ? printable(`${diff}\n`) : asItIs(`${diff}\n`))
  if (args.flags.has('dry-run')) return true
  const question = `Write ${fixed.length === 1 ? 'this file' : `these ${fixed.length} files`}?`
  if (world.confirm && !args.flags.has('yes') && !(await world.confirm(question))) {
    world.err(printable('nothing was written\n'))
    return true
  }
  let isWritten = true
  for (const one of fixed) {
    try {
      await writeFixes(scope, [one])
      world.err(printable(`fixed ${inLine(one.path)}\n`))
    } catch (error) {
      const { code, message } = failureOf(error)
      world.err(printable(`fluxmark: ${message} (${code})\n`))
      isWritten = false
    }
  }
  return isWritten
}

function filesOf({ session, isInScope }: Scope): readonly string[] {
  return [...session.snapshot.files.keys()].filter(isInScope).sort()
}
