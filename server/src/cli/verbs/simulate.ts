import { policiesOfAutomation, type Simulation, simulateAll } from '../../flux/automation/simulate.ts'
import { lineAndColumn } from '../place.ts'
import { json, printable } from '../printed.ts'
import { openScope, settle } from '../scope.ts'
import { unifiedDiff } from '../unified-diff.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `simulate NAMESPACE:NAME`. */
export const simulateVerb: Verb = {
  name: 'simulate',
  operands: 'NAMESPACE:NAME',
  summary: 'what Flux itself would write for an automation, with its reprinting',
  details: [
    'Flux prints every file anew in which it changes a value. `update` changes the same values and nothing else.',
  ],
  options: [],
  examples: [{ command: 'simulate flux-system:apps', does: 'the next commit of one automation' }],
  run: simulateAutomation,
}

/** `simulate`: 3 where a policy of the automation failed. */
async function simulateAutomation(args: Arguments, world: World): Promise<number> {
  const [name, ...others] = args.operands
  const scope = await openScope(args, world, [])
  const { automations } = scope.session.snapshot.index
  const named = () => scope.session.snapshot.index.automations.get(name ?? '') ?? []
  if (named().length === 0 || others.length > 0) {
    const known = [...automations.keys()].join(', ') || 'none'
    throw new UsageError(`simulate takes an ImageUpdateAutomation as namespace:name; here are ${known}`)
  }
  const policies = () => named().flatMap(one => policiesOfAutomation(scope.session.snapshot, one))
  await settle(scope, policies, world)
  const { snapshot } = scope.session
  const found = simulateAll(snapshot, named())
  const lineOf = (path: string, offset: number) =>
    lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line
  world.out(args.format === 'json' ? json(toJson(found, lineOf)) : printable(toText(found)))
  return found.skipped.some(({ code }) => code === 'policy-failed') ? 3 : 0
}

function toJson(
  { files, message, branch, changes, skipped }: Simulation,
  lineOf: (path: string, offset: number) => number,
) {
  const lineAt = (path: string, offset?: number) =>
    offset === undefined ? {} : { line: lineOf(path, offset) }
  return {
    files: files.map(({ path, before, after, reformats }) => ({
      file: path,
      diff: unifiedDiff(path, before, after),
      reformats,
    })),
    message: message ?? null,
    branch: branch ?? null,
    changes: changes.map(({ path, offset, setter, old, new: value, object }) => ({
      file: path,
      ...lineAt(path, offset),
      setter,
      old,
      new: value,
      object,
    })),
    skipped: skipped.map(({ path, offset, code, reason }) => ({
      file: path,
      ...lineAt(path, offset),
      code,
      reason,
    })),
  }
}

function toText({ files, message, branch, skipped }: Simulation): string {
  const diffs = files.map(({ path, before, after }) => unifiedDiff(path, before, after))
  const commit = message === undefined ? '' : `on ${branch ?? 'a branch that is not known'}:\n\n${message}\n`
  const words = files.length === 0 ? 'Flux would write nothing.\n' : `${commit}\n${diffs.join('')}`
  const passed = skipped.map(({ path, reason }) => `skipped: ${path}: ${reason}\n`)
  return `${words}${passed.length > 0 ? `\n${passed.join('')}` : ''}`
}
