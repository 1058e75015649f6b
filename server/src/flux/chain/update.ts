import { type Change, markerState, unchanged } from '../automation/changes.ts'
import { isReached } from '../automation/is-reached.ts'
import { isUpdateFile } from '../automation/update-path.ts'
import type { Marker } from '../markers/marker.ts'
import { formatPolicyRef, type Setter } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Resolution } from '../selection/resolve.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../workspace/snapshot.ts'
import { blockingLink } from './chain.ts'

/** What an update covers. Names are `ns:name`; an absent set takes all. */
export interface UpdateScope {
  readonly policies?: ReadonlySet<string>
  readonly automations?: ReadonlySet<string>
  readonly isInScope?: (path: string) => boolean
  /** Whether values are written too that Flux would not write. */
  readonly all?: boolean
}

/** A marker or an automation that an update passes over, and why. */
export interface Skipped {
  readonly path: string
  /** UTF-16 offset into the file's text. */
  readonly offset?: number
  readonly code: string
  readonly reason: string
}

/** Why Flux would not write a value: the code of the diagnostic that reports it, and a clause. */
export interface Objection {
  readonly code: string
  readonly reason: string
}

/** A change, and what Flux has against it where it is made all the same. */
export interface UpdateChange extends Change {
  readonly against?: Objection
}

export interface Update {
  readonly changes: readonly UpdateChange[]
  /** What the update covers and stands there already; old and new value are the same. */
  readonly current: readonly Change[]
  readonly skipped: readonly Skipped[]
}

/**
 * What the automations of the workspace would change now: every outdated value whose chain no false link breaks, by
 * the automations that the scope names, or by all. A value that Flux keeps at a stored tag is passed over too. With
 * `all` every value is written whose newest is known, each with what Flux would have to say against it.
 */
export function update(snapshot: Snapshot, scope: UpdateScope = {}): Update {
  const changes: UpdateChange[] = []
  const current: Change[] = []
  const skipped: Skipped[] = []
  const blanked = new Set<string>()
  const only =
    scope.automations &&
    [...snapshot.index.automations].flatMap(([name, placed]) => (scope.automations?.has(name) ? placed : []))
  for (const { resource, path } of only ?? [...snapshot.index.automations.values()].flat()) {
    if (!resource.suspend) continue
    skipped.push({
      path,
      offset: resource.span[0],
      code: 'marker-suspended',
      reason: `ImageUpdateAutomation ${resource.name} is suspended`,
    })
  }
  for (const placed of markersInScope(snapshot, scope)) {
    const { path, marker } = placed
    const tell = (code: string, reason: string) =>
      skipped.push({ path, offset: marker.span[0], code, reason })
    if (only && !only.some(automation => isReached(snapshot, automation, placed))) continue
    const against = objection(snapshot, path, marker, only)
    const state = markerState(snapshot, placed)
    if (against && !(scope.all && state?.state === 'outdated')) {
      if (against.code === 'marker-digest-without-reflection') blanked.add(path)
      tell(against.code, against.reason)
    } else if (state?.state === 'outdated')
      changes.push(against ? { ...state.change, against } : state.change)
    else if (state?.state === 'current') current.push(...unchanged(snapshot, placed))
    else if (state?.state === 'open') tell(`policy-${state.resolution.state}`, reasonOf(state.resolution))
  }
  const isKept = ({ path }: Change) => !blanked.has(path)
  return { changes: changes.filter(isKept), current: current.filter(isKept), skipped }
}

/** Why Flux would not write what is selected now at a marker; undefined where nothing is against it. */
function objection(
  snapshot: Snapshot,
  path: string,
  marker: Marker,
  only: readonly Placed<ImageUpdateAutomation>[] | undefined,
): Objection | undefined {
  const link = blockingLink(snapshot, path, marker, only)
  return link && { code: link.code ?? `${link.name}-false`, reason: link.detail }
}

/** The markers that an update of this scope looks at: those with a setter. */
export function markersInScope(
  snapshot: Snapshot,
  scope: UpdateScope,
): readonly (PlacedMarker & { readonly setter: Setter })[] {
  return markersOf(snapshot).flatMap(placed => {
    const { setter } = placed.marker
    if (setter === undefined || !isUpdateFile(placed.path)) return []
    if (scope.policies && !scope.policies.has(formatPolicyRef(setter.policy))) return []
    return scope.isInScope?.(placed.path) === false ? [] : [{ ...placed, setter }]
  })
}

/** Why a resolution has no tag, in words. */
export function reasonOf(resolution: Resolution): string {
  if (resolution.state === 'latest') return ''
  return resolution.state === 'failed' ? resolution.failure.message : resolution.reason
}
