import { isReached } from '../../flux/automation/is-reached.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { isSelected } from '../../flux/resources/selector.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Place } from '../answers.ts'
import { namedAt } from './occurrences.ts'
import { markerAt } from './tags-at.ts'

/**
 * What Flux carries out a marker with, in its order: the policy, its repository, the automations that write the value.
 * At a policy, what follows it: its repository and the automations that take it.
 */
export function implementation(snapshot: Snapshot, path: string, offset: number): readonly Place[] {
  const marker = markerAt(snapshot, path, offset)
  if (marker?.setter) {
    const { setter } = marker
    const found = policies(snapshot, setter.policy)
    const writing = automations(snapshot).filter(one => isReached(snapshot, one, { path, setter }))
    return [...found, ...behind(snapshot, found), ...writing].map(placeOf)
  }
  const named = namedAt(snapshot, path, offset)
  if (named === undefined || !isImagePolicy(named)) return []
  const found = policies(snapshot, named.ref)
  return [...behind(snapshot, found), ...taking(snapshot, found, named.ref)].map(placeOf)
}

function behind(snapshot: Snapshot, found: readonly Placed<ImagePolicy>[]): readonly Placed[] {
  return found.flatMap(policy => repositories(snapshot, policy))
}

function taking(
  snapshot: Snapshot,
  found: readonly Placed<ImagePolicy>[],
  { namespace }: PolicyRef,
): readonly Placed[] {
  return automations(snapshot).filter(
    automation =>
      automation.namespace === namespace &&
      found.some(({ resource }) => isSelected(resource.labels, automation.resource.policySelector)),
  )
}

function automations({ index }: Snapshot) {
  return [...index.automations.values()].flat()
}

function placeOf({ path, resource: { span } }: Placed): Place {
  return { path, span }
}
