import { resolve } from 'node:path'
import { profiles } from '../../flux/project/project-settings.ts'
import { policiesIn } from '../../ide/fixes/actions.ts'
import { oncePerCause } from '../../ide/once-per-cause.ts'
import { count } from '../../ide/texts/words.ts'
import { isAnyPolicyFailed } from '../failed-policies.ts'
import { findingsIn } from '../findings-in.ts'
import { fixFiles } from '../fix-files.ts'
import { again, noCache } from '../kept/again.ts'
import { newOnes } from '../new-ones.ts'
import { printable } from '../printed.ts'
import { reportFormats } from '../reports/formats.ts'
import { type Report, reportOf } from '../reports/report.ts'
import { filesOf, isAnyUnread, openScope, settle } from '../scope.ts'
import { UsageError } from '../usage-error.ts'
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
    {
      name: 'changed',
      value: 'REF',
      isValueOptional: true,
      summary:
        'report only what is new since the work began: since the merge base with REF, by default with the branch that this one follows, or the main one',
    },
    { name: 'baseline', value: 'FILE', summary: 'report only what is not in this file' },
    {
      name: 'write-baseline',
      value: 'FILE',
      summary: 'write everything that is found into this file, for `--baseline`, and report nothing of it',
    },
    {
      name: 'max-warnings',
      value: 'N',
      summary: 'exit with 0 for up to N warnings',
      problem: value => (/^\d{1,9}$/.test(value) ? undefined : `takes a number such as 10, not "${value}"`),
    },
    {
      name: 'profile',
      choices: profiles,
      summary: 'strict turns the house rules on; see docs/rules.md',
    },
    { name: 'outdated-is-error', summary: 'exit with 1 for an outdated value, too' },
    { name: 'fix', summary: 'write every fix that is certain, after showing it as a diff' },
    { name: 'dry-run', goesWith: 'fix', summary: 'only show the diff' },
    { name: 'yes', goesWith: 'fix', summary: 'ask nothing before files are written' },
    noCache,
  ],
  examples: [
    { command: 'check', does: 'everything in the repository of the current folder' },
    { command: 'check apps/web.yaml --offline', does: 'one file, without asking a registry' },
    { command: 'check --format sarif -o fluxmark.sarif', does: 'a report for a code scanning page' },
    { command: 'check --changed', does: 'what a pull request brings, and not what was there before' },
    {
      command: 'check --write-baseline .fluxmark-baseline.json',
      does: 'accepts everything that is found now',
    },
    { command: 'check --fix --dry-run', does: 'what the certain fixes would change' },
  ],
  run: (args, world) => again(checkVerb, args, world, asked => check(args, asked, world)),
}

/**
 * Every diagnostic in the paths, or those that are new. 1 for a warning or an error, 3 where a policy it needed failed.
 * `now` hears what is of this run alone: how long it took.
 */
async function check(args: Arguments, world: World, now: World): Promise<number> {
  const start = now.now()
  refuseMixed(args)
  const scope = await openScope(args, world)
  const { session } = scope
  const refs = () => filesOf(scope).flatMap(path => policiesIn(session.snapshot, path))
  await settle(scope, refs, world, filesOf(scope))
  const isUnread = isAnyUnread(scope, world)
  const isFixed = !args.flags.has('fix') || (await fixFiles(args, scope, filesOf(scope), world))
  const { snapshot } = session
  const files = filesOf(scope)
  const all = findingsIn(snapshot, files, world)
  const found = await newOnes(args, scope, all.found, world)
  const report = reportOf(snapshot, files, oncePerCause(found))
  await print(args, report, world)
  const took = now.now() - start
  const isForPeople = args.format === 'text' || args.values.has('output')
  if (isForPeople && took > 1000)
    now.err(printable(`fluxmark: ${count(files.length, 'file')} in ${(took / 1000).toFixed(1)} s\n`))
  if (all.isBroken) return 70
  if (isAnyPolicyFailed(snapshot, refs(), world) || isUnread || !isFixed) return 3
  const { errors, warnings, outdated } = report.summary
  const isTooMany = errors > 0 || warnings > Number(args.values.get('max-warnings') ?? 0)
  return isTooMany || (args.flags.has('outdated-is-error') && outdated > 0) ? 1 : 0
}

/** Prints the report, or writes it into the file of `-o` and prints text. */
async function print(args: Arguments, report: Report, world: World): Promise<void> {
  const format = reportFormats.find(({ name }) => name === args.format) ?? reportFormats[0]
  const file = args.values.get('output')
  if (file === undefined) return world.out(format.print(report, world))
  await world.writeText(resolve(world.cwd, file), format.print(report, { hasColour: false }))
  world.out(reportFormats[0].print(report, world))
}

function refuseMixed({ flags, values }: Arguments): void {
  const other = ['changed', 'baseline', 'write-baseline'].find(name => values.has(name))
  if (flags.has('fix') && other !== undefined)
    throw new UsageError(`--fix fixes everything in PATH, old and new; run it without --${other}`)
}
