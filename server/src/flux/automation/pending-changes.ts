import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { recalled } from '../workspace/recalled.ts'
import { markersOf, type Snapshot } from '../workspace/snapshot.ts'
import { type Change, markerState } from './changes.ts'
import { isReached } from './is-reached.ts'

/** The outdated values that an automation gets to, whatever else would keep it from committing them. */
export const pendingChanges: (
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
) => readonly Change[] = recalled(findPending)

function findPending(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): readonly Change[] {
  if (automation.resource.suspend) return []
  return markersOf(snapshot).flatMap(({ path, marker }) => {
    const { setter } = marker
    if (setter === undefined || !isReached(snapshot, automation, { path, setter })) return []
    if (snapshot.files.get(path)?.facts.problem) return []
    const state = markerState(snapshot, { path, marker })
    return state?.state === 'outdated' ? [state.change] : []
  })
}
