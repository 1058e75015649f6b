import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Diagnostic } from '../ide/answers.ts'
import { diagnoser } from '../ide/diagnostics.ts'
import { checkFailed } from '../ide/texts/check-failed.ts'
import { printable } from './printed.ts'
import type { World } from './world.ts'

/** Everything that is found in these files; where it takes long, how far it is. Says on standard error which check failed. */
export function findingsIn(
  snapshot: Snapshot,
  files: readonly string[],
  world: Pick<World, 'now' | 'err' | 'progress'>,
): { readonly found: readonly Diagnostic[]; readonly isBroken: boolean } {
  let isBroken = false
  const diagnose = diagnoser(snapshot, new Map(), {
    onFailure: failure => {
      isBroken = true
      world.err(printable(`fluxmark: ${checkFailed(failure)}\n`))
    },
  })
  let next = world.now() + 1000
  const found = files.flatMap((path, index) => {
    if (world.now() >= next) {
      next = world.now() + 200
      world.progress.report(`checked ${index} of ${files.length} files`)
    }
    return diagnose(path)
  })
  world.progress.done()
  return { found, isBroken }
}
