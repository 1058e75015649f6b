import { formatPolicyRef, type Setter } from '../markers/setter.ts'
import type { Resolution } from '../selection/resolve.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../workspace/snapshot.ts'
import { type Change, identifier, markerState } from './changes.ts'
import { isReached } from './is-reached.ts'
import { type LinkName, reachability } from './reachability.ts'
import { isUpdateFile } from './update-path.ts'

/** What an update covers. Names are `ns:name`; an absent set takes all. */
export interface UpdateScope {
  readonly policies?: ReadonlySet<string>
  readonly automations?: ReadonlySet<string>
  readonly isInScope?: (path: string) => boolean
  /** Whether values are written too that Flux would not write. */
  readonly all?: boolean
}

/** Why Flux would not write a value: the code of the diagnostic that says the same, and a clause. */
export interface Objection {
  readonly code: string
  readonly reason: string
}

/** A change, and what Flux has against it where it is made all the same. */
export interface UpdateChange extends Change {
  readonly against?: Objection
}

/** A marker or an automation that an update passes over, and why. */
export interface Skipped {
  readonly path: string
  /** UTF-16 offset into the file's text. */
  readonly offset?: number
  readonly code: string
  readonly reason: string
}

export interface Update {
  readonly changes: readonly UpdateChange[]
  /** What the update covers and stands there already; old and new value are the same. */
  readonly current: readonly Change[]
  readonly skipped: readonly Skipped[]
}

/**
 * What the automations of the workspace would change now: each the files under its path, by the policies of its
 * namespace that its selector takes. A workspace without automations is updated at every marker. A file that Flux
 * cannot read is left alone, and so is one in which Flux would blank a value.
 */
export function update(snapshot: Snapshot, scope: UpdateScope = {}): Update {
  const changes: UpdateChange[] = []
  const current: Change[] = []
  const skipped: Skipped[] = []
  const blanked = new Set<string>()
  const automations = [...snapshot.index.automations].flatMap(([name, placed]) =>
    scope.automations === undefined || scope.automations.has(name) ? placed : [],
  )
  const running = automations.filter(({ resource }) => !resource.suspend)
  for (const { resource, path } of automations.filter(automation => !running.includes(automation))) {
    skipped.push({
      path,
      offset: resource.span[0],
      code: 'marker-suspended',
      reason: `ImageUpdateAutomation ${resource.name} is suspended`,
    })
  }
  const reach = reachability(snapshot)
  const takesAll = scope.automations === undefined && snapshot.index.automations.size === 0
  for (const placed of markersInScope(snapshot, scope)) {
    const { path, marker, setter } = placed
    const reached = takesAll || running.some(automation => isReached(snapshot, automation, placed))
    const tell = (code: string, reason: string) =>
      skipped.push({ path, offset: marker.span[0], code, reason })
    if (!reached && scope.automations !== undefined) continue
    const broken = reached ? undefined : reach(path, setter).links.find(({ ok }) => ok !== true)
    const problem = snapshot.files.get(path)?.facts.problem
    const against: Objection | undefined = !reached
      ? {
          code: broken ? linkCodes[broken.name] : 'marker-no-automation',
          reason: broken?.detail ?? 'no automation reaches this marker',
        }
      : problem && { code: problem.code, reason: `Flux passes over this file: ${problem.detail}` }
    if (against && !scope.all) {
      tell(against.code, against.reason)
      continue
    }
    const state = markerState(snapshot, placed)
    if (state?.state === 'outdated') changes.push(against ? { ...state.change, against } : state.change)
    if (state?.state === 'current') current.push(unchanged(snapshot, placed))
    if (state?.state === 'blank') {
      blanked.add(path)
      tell(
        'marker-digest-without-reflection',
        `${formatPolicyRef(setter.policy)} reflects no digest: Flux would write an empty value`,
      )
    }
    if (state?.state === 'open') tell(`policy-${state.resolution.state}`, reasonOf(state.resolution))
  }
  const isKept = ({ path }: Change) => !blanked.has(path)
  return { changes: changes.filter(isKept), current: current.filter(isKept), skipped }
}

/** The diagnostic that says the same of a marker as the first link that breaks. */
const linkCodes: Readonly<Record<LinkName, string>> = {
  policy: 'marker-policy-not-found',
  namespace: 'marker-no-automation',
  selector: 'marker-not-selected',
  path: 'marker-outside-update-path',
  suspended: 'marker-suspended',
  branch: 'iua-no-push-branch',
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

/** A value that is as it should be, as the change that leaves it so. */
function unchanged(snapshot: Snapshot, { path, marker, setter }: PlacedMarker & { setter: Setter }): Change {
  const file = snapshot.files.get(path)
  const { scalar } = marker.value
  return {
    path,
    marker,
    setter,
    oldValue: scalar.text,
    newValue: scalar.text,
    edit: { span: [scalar.span[0], scalar.span[0]], newText: '' },
    object: identifier(file?.facts.documents[marker.document]?.root),
  }
}
