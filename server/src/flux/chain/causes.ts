import { groupBy } from '../../text/group-by.ts'
import { isReached } from '../automation/is-reached.ts'
import { markersBelow } from '../automation/markers-below.ts'
import { updatePath } from '../automation/update-path.ts'
import type { Placed } from '../resources/resource-index.ts'
import { recalled } from '../workspace/recalled.ts'
import type { PlacedMarker, Snapshot } from '../workspace/snapshot.ts'
import { isDead } from './applied.ts'
import type { Automation } from './automation.ts'
import type { LinkPlace, Verdict } from './link.ts'
import { repositoryVerdict } from './policy.ts'
import { registrySecretFault } from './secrets.ts'
import { sourceVerdict } from './source.ts'

/** What is wrong with the source or the secrets of objects, where it is wrong. */
export interface Cause {
  readonly code: string
  readonly place: LinkPlace
  readonly verdict: Verdict
  /** The objects that it concerns. */
  readonly objects: readonly Placed[]
}

/**
 * What the links `source` and `repository` of the chain find in what clusters apply, each cause once: ask by
 * `snapshot.unanswered.recall(causes)`. By the file of its place.
 */
export function causes(snapshot: Snapshot): ReadonlyMap<string, readonly Cause[]> {
  const { automations, repositories, policies } = snapshot.index
  const found = new Map<string, Cause & { readonly objects: Placed[] }>()
  const add = (verdict: Verdict | undefined, object: Placed) => {
    const { code, place } = verdict ?? {}
    if (verdict === undefined || code === undefined || place === undefined) return
    const key = JSON.stringify([code, place])
    const known = found.get(key)
    if (known) known.objects.push(object)
    else found.set(key, { code, place, verdict, objects: [object] })
  }
  for (const [automation, verdict] of judged(snapshot, automations, one => sourceVerdict(snapshot, one)))
    if (verdict.code !== 'iua-other-repository' || isMissed(snapshot, automation)) add(verdict, automation)
  for (const [repository, verdict] of judged(snapshot, repositories, one =>
    registrySecretFault(snapshot, one),
  ))
    add(verdict, repository)
  for (const [policy, verdict] of judged(snapshot, policies, one => repositoryVerdict(snapshot, one)))
    if (verdict.code === 'cross-namespace-blocked') add(verdict, policy)
  return groupBy([...found.values()], ({ place }) => place.path)
}

/** The objects that clusters apply, without those of which forms differ in what is said of them. */
function judged<T extends Placed>(
  snapshot: Snapshot,
  index: ReadonlyMap<string, readonly T[]>,
  judge: (placed: T) => Verdict | undefined,
): readonly (readonly [T, Verdict])[] {
  return [...index.values()].flatMap(variants => {
    const living = variants.filter(({ path, resource }) => !isDead(snapshot, path, resource.span[0]))
    if (living.some(({ doubt }) => doubt !== undefined)) return []
    const verdicts = living.map(one => [one, judge(one)] as const)
    const codes = new Set(verdicts.map(([, verdict]) => verdict?.code))
    return codes.size === 1
      ? verdicts.flatMap(([one, verdict]) => (verdict ? [[one, verdict] as const] : []))
      : []
  })
}

/** Whether markers of this workspace lie where only this automation would update them, were it of this repository. */
function isMissed(snapshot: Snapshot, automation: Automation): boolean {
  return markersBelow(snapshot, updatePath(automation.resource.path)).some(placed => {
    const { path, marker } = placed
    const { setter } = marker
    if (setter === undefined || !isReached(snapshot, automation, { path, setter })) return false
    return !isReachedByOwn(snapshot, placed)
  })
}

/** Whether an automation gets to a marker whose source is not known to be another repository. */
const isReachedByOwn = recalled(
  (snapshot, { path, marker: { setter } }: PlacedMarker) =>
    setter !== undefined &&
    snapshot.unanswered.recall(ownAutomations).some(one => isReached(snapshot, one, { path, setter })),
)

function ownAutomations(snapshot: Snapshot): readonly Automation[] {
  return [...snapshot.index.automations.values()]
    .flat()
    .filter(one => sourceVerdict(snapshot, one).ok !== false)
}
