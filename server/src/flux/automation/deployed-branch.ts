import { textAt } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { pushBranch, sourcesOf } from './push-branch.ts'

/** The branch that an automation pushes to, if it is the one that is deployed from; undefined where it is not, or not known. */
export function deployedBranch(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
): string | undefined {
  const push = pushBranch(snapshot, automation)
  if (push.state !== 'known') return undefined
  const branches = sourcesOf(snapshot, automation).map(({ object }) =>
    textAt(object.node, 'spec', 'ref', 'branch'),
  )
  const isDeployed = branches.length > 0 ? branches.includes(push.branch) : push.branch === push.checkout
  return isDeployed ? push.branch : undefined
}
