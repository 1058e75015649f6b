import type { Node } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** What clusters make of the automation that was read from a node: the first form of it. */
export function automationOf(snapshot: Snapshot, node: Node): Placed<ImageUpdateAutomation> | undefined {
  return snapshot.unanswered.recall(byNode).get(node)
}

function byNode({ index }: Snapshot): ReadonlyMap<Node, Placed<ImageUpdateAutomation>> {
  const all = [...index.automations.values()].flat()
  // The first of a node is the one that stays.
  return new Map(all.toReversed().map(one => [one.resource.node, one]))
}
