import { failureOf } from '../flux/failure.ts'
import { inLine } from '../text/foreign.ts'
import { planFixes, writeFixes } from '../work/fix-all.ts'
import { unifiedDiff } from '../work/unified-diff.ts'
import { asItIs, printable } from './printed.ts'
import type { Scope } from './scope.ts'
import type { Arguments } from './verb.ts'
import type { World } from './world.ts'

/**
 * `--fix`: shows every certain fix as a diff, and writes it: at a terminal after a yes, or with `--yes`; where nobody
 * can be asked, right away; with `--dry-run` not at all. False where a file could not be written, or was saved by
 * somebody else after it was shown.
 */
export async function fixFiles(
  args: Arguments,
  scope: Scope,
  files: readonly string[],
  world: World,
): Promise<boolean> {
  // What was saved while registries were asked is fixed as it is now.
  await scope.session.reread(planFixes(scope, files).map(({ path }) => path))
  const fixed = planFixes(scope, files)
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
