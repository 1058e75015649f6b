import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Diagnostic, Severity } from '../../ide/answers.ts'
import { diagnostics } from '../../ide/diagnostics.ts'
import { policiesIn } from '../../ide/fixes/actions.ts'
import { fixAll } from '../../ide/fixes/fix-all.ts'
import { count } from '../../ide/texts/words.ts'
import { lineAndColumn } from '../place.ts'
import { openScope, type Scope, settle } from '../scope.ts'
import { colours, table } from '../table.ts'
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
  options: [
    { name: 'outdated-is-error', summary: 'exit with 1 for an outdated value, too' },
    { name: 'fix', summary: 'write every fix that is certain, after showing it as a diff' },
    { name: 'dry-run', goesWith: 'fix', summary: 'only show the diff' },
    { name: 'yes', goesWith: 'fix', summary: 'ask nothing before files are written' },
  ],
  examples: [
    { command: 'check', does: 'everything in the repository of the current folder' },
    { command: 'check apps/web.yaml --offline', does: 'one file, without asking a registry' },
    { command: 'check --fix --dry-run', does: 'what the certain fixes would change' },
  ],
  run: check,
}

/** `check`: every diagnostic in the paths. 1 for a warning or an error, 3 where a policy it needed failed. */
async function check(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session } = scope
  const refs = () => filesOf(scope).flatMap(path => policiesIn(session.snapshot, path))
  await settle(scope, refs, world, filesOf(scope))
  if (args.flags.has('fix')) await mend(args, scope, world)
  const { snapshot } = session
  const found = filesOf(scope).flatMap(path => diagnostics(snapshot, path))
  const summary = summaryOf(scope, snapshot, found)
  if (args.format === 'json') {
    world.out(
      `${JSON.stringify({ diagnostics: found.map(one => toJson(snapshot, one)), summary }, null, 2)}\n`,
    )
  } else {
    world.out(toText(snapshot, found, summary, world))
  }
  if (isAnyFailed(snapshot, refs(), world)) return 3
  const isBad = summary.errors > 0 || summary.warnings > 0
  return isBad || (args.flags.has('outdated-is-error') && summary.outdated > 0) ? 1 : 0
}

/** Whether any of these policies failed; says which and why, each once. */
function isAnyFailed(snapshot: Snapshot, refs: readonly PolicyRef[], world: World): boolean {
  const failed = new Map(
    refs.flatMap(ref => {
      const resolution = latestRef(snapshot, ref)
      return resolution.state === 'failed' ? [[formatPolicyRef(ref), resolution.failure] as const] : []
    }),
  )
  for (const [policy, { message, code }] of failed) world.err(`fluxmark: ${policy}: ${message} (${code})\n`)
  return failed.size > 0
}

/**
 * `--fix`: shows every sure mend as a diff, and writes it: at a terminal after a yes, or with `--yes`; where nobody
 * can be asked, right away; with `--dry-run` not at all.
 */
async function mend(args: Arguments, scope: Scope, world: World): Promise<void> {
  const { session } = scope
  const { files } = session.snapshot
  const fixed = fixAll(session.snapshot, filesOf(scope))
  if (fixed.size === 0) return
  const diff = [...fixed].map(([path, text]) => unifiedDiff(path, files.get(path)?.text ?? '', text)).join('')
  // A script may want the patch as it is; a terminal would obey what a file says to it.
  const shown = world.confirm || world.hasColour ? diff.replace(/[^\P{Cc}\n\r\t]/gu, '\ufffd') : diff
  if (args.format === 'json') world.err(shown)
  else world.out(`${shown}\n`)
  if (args.flags.has('dry-run')) return
  const question = `Write ${fixed.size === 1 ? 'this file' : `these ${fixed.size} files`}?`
  if (world.confirm && !args.flags.has('yes') && !(await world.confirm(question))) {
    world.err('nothing was written\n')
    return
  }
  await session.write(fixed)
  for (const path of fixed.keys()) world.err(`mended ${path}\n`)
}

function filesOf({ session, isInScope }: Scope): readonly string[] {
  return [...session.snapshot.files.keys()].filter(isInScope).sort()
}

interface Summary {
  readonly files: number
  readonly markers: number
  readonly policies: number
  readonly errors: number
  readonly warnings: number
  readonly outdated: number
}

function summaryOf(scope: Scope, snapshot: Snapshot, found: readonly Diagnostic[]): Summary {
  const files = filesOf(scope).flatMap(path => snapshot.files.get(path) ?? [])
  const count = (severity: Severity) => found.filter(one => one.severity === severity).length
  return {
    files: files.length,
    markers: files.reduce((sum, { facts }) => sum + facts.markers.length, 0),
    policies: files.reduce(
      (sum, { facts }) => sum + facts.resources.filter(({ kind }) => kind === 'ImagePolicy').length,
      0,
    ),
    errors: count('error'),
    warnings: count('warning'),
    outdated: found.filter(({ code }) => code === 'outdated').length,
  }
}

function toJson(snapshot: Snapshot, found: Diagnostic) {
  const text = snapshot.files.get(found.path)?.text ?? ''
  const start = lineAndColumn(text, found.span[0])
  const end = lineAndColumn(text, found.span[1])
  return {
    file: found.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    severity: found.severity,
    code: found.code,
    message: found.message,
    fixable: found.fixes.length > 0,
  }
}

function toText(snapshot: Snapshot, found: readonly Diagnostic[], summary: Summary, world: World): string {
  const colour = colours(world.hasColour)
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    error: colour.red,
    warning: colour.yellow,
    information: colour.blue,
    hint: colour.dim,
  }
  const rows = found.map(one => {
    const { line, column } = lineAndColumn(snapshot.files.get(one.path)?.text ?? '', one.span[0])
    return [
      `${one.path}:${line}:${column}`,
      paint[one.severity](one.severity),
      colour.dim(one.code),
      one.message,
    ]
  })
  const { files, markers, policies, errors, warnings, outdated } = summary
  const last = `${count(files, 'file')}, ${count(markers, 'marker')}, ${count(policies, 'policy', 'policies')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}, ${outdated} outdated\n`
  return rows.length === 0 ? last : `${table(rows)}\n${last}`
}
