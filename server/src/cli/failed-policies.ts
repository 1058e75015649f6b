import { formatPolicyRef, type PolicyRef } from '../flux/markers/setter.ts'
import { latestRef } from '../flux/selection/resolve.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { printable } from './printed.ts'
import type { World } from './world.ts'

/** Whether any of these policies failed; says which and why, each once. */
export function isAnyPolicyFailed(
  snapshot: Snapshot,
  refs: readonly PolicyRef[],
  world: Pick<World, 'err'>,
): boolean {
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
