import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { recalled } from '../workspace/recalled.ts'
import type { PlacedMarker, Snapshot } from '../workspace/snapshot.ts'
import { type Change, markerState } from './changes.ts'
import { isReached } from './is-reached.ts'
import { markersBelow } from './markers-below.ts'
import { updatePath } from './update-path.ts'

/**
 * The outdated values that an automation gets to, whatever else would keep it from committing them. Found once for all
 * automations that get to the same ones.
 */
export const pendingChanges: (
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
) => readonly Change[] = recalled(findPending, scopeOf)

function findPending(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): readonly Change[] {
  if (automation.resource.suspend) return []
  return markersBelow(snapshot, updatePath(automation.resource.path)).flatMap(placed => {
    const { path, marker } = placed
    const { setter } = marker
    if (setter === undefined || !isReached(snapshot, automation, { path, setter })) return []
    const state = stateOf(snapshot, placed)
    // Whether a file parses is asked last: most are not outdated, and need not be read as YAML for it.
    if (state?.state !== 'outdated' || snapshot.files.get(path)?.facts.problem) return []
    return [state.change]
  })
}

const stateOf = recalled((snapshot, placed: PlacedMarker) => markerState(snapshot, placed))

/** All of an automation that decides which markers it gets to. */
function scopeOf({ namespace, resource }: Placed<ImageUpdateAutomation>): string {
  const { matchLabels = [], matchExpressions } = resource.policySelector ?? {}
  return JSON.stringify([
    namespace,
    resource.suspend,
    updatePath(resource.path),
    [...matchLabels],
    matchExpressions,
  ])
}
