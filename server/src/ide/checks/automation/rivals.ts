import { pushBranch } from '../../../flux/automation/push-branch.ts'
import { isBelow, updatePath } from '../../../flux/automation/update-path.ts'
import { isDead } from '../../../flux/chain/applied.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { isSelected } from '../../../flux/resources/selector.ts'
import { recalled } from '../../../flux/workspace/recalled.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { groupBy } from '../../../text/group-by.ts'
import { isSameCluster } from './same-cluster.ts'

type Automation = Placed<ImageUpdateAutomation>

/** With so many others each automation is compared, the first of them: hundreds that race are told of all the same. */
const mostRivals = 200

/** Whether two automations write the same values: of one cluster, source and branch, by paths and policies that overlap. */
export function isOverlapping(snapshot: Snapshot, a: Automation, b: Automation): boolean {
  if (a.namespace !== b.namespace || sourceOf(a) !== sourceOf(b) || !isSameCluster(snapshot, a, b))
    return false
  // A cluster has one object of a name: the other is that of another cluster, or the same once more.
  if (a.resource.name === b.resource.name) return false
  const [here, there] = [pushBranch(snapshot, a), pushBranch(snapshot, b)]
  const isElsewhere =
    here.state === 'known' && there.state === 'known' && isOther(here.checkout, there.checkout)
  if (isElsewhere) return false
  const [one, other] = [updatePath(a.resource.path), updatePath(b.resource.path)]
  if (`${one}${other}`.includes('${') ? one !== other : !isBelow(one, other) && !isBelow(other, one))
    return false
  return policiesIn(snapshot, a.namespace).some(
    ({ resource: { labels } }) =>
      isSelected(labels, a.resource.policySelector) && isSelected(labels, b.resource.policySelector),
  )
}

/** The other running automations that may overlap with one: those of its namespace and source whose path may. */
export function overlapCandidates(snapshot: Snapshot, automation: Automation): readonly Automation[] {
  if (automation.resource.suspend || policiesIn(snapshot, automation.namespace).length === 0) return []
  const { byPlace, order } = snapshot.unanswered.recall(rivals)
  const place = byPlace.get(placeOf(automation))
  if (place === undefined) return []
  const folder = updatePath(automation.resource.path)
  const near = new Set([...foldersAbove(folder), ...(place.below.get(folder) ?? [])])
  return [...near]
    .flatMap(one => place.byFolder.get(one) ?? [])
    .filter(({ resource }) => resource.node !== automation.resource.node)
    .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    .slice(0, mostRivals)
}

/** The other running automations of the source that push to a branch. */
export function othersPushingTo(
  snapshot: Snapshot,
  { resource, ...rest }: Automation,
  branch: string,
): readonly Automation[] {
  if (resource.suspend) return []
  const { byBranch } = snapshot.unanswered.recall(rivals)
  const all = byBranch.get(`${sourceOf({ resource, ...rest })} ${branch}`) ?? []
  return all.slice(0, mostRivals).filter(one => one.resource.node !== resource.node)
}

/** The policies of a namespace. */
export function policiesIn(
  snapshot: Snapshot,
  namespace: string | undefined,
): readonly Placed<ImagePolicy>[] {
  return snapshot.unanswered.recall(policiesByNamespace).get(namespace) ?? []
}

function policiesByNamespace({
  index,
}: Snapshot): ReadonlyMap<string | undefined, readonly Placed<ImagePolicy>[]> {
  return groupBy([...index.policies.values()].flat(), ({ namespace }) => namespace)
}

/** The running automations, of whatever cluster, by what they have in common; not those that no cluster receives. */
function rivals(snapshot: Snapshot) {
  const all = [...snapshot.index.automations.values()]
    .flat()
    .filter(({ path, resource: { span, suspend } }) => !suspend && !isDead(snapshot, path, span[0]))
  const byPlace = new Map(
    [...groupBy(all, placeOf)].map(([place, here]) => {
      const byFolder = groupBy(here, ({ resource }) => updatePath(resource.path))
      return [place, { byFolder, below: foldersBelow(byFolder.keys()) }]
    }),
  )
  return {
    byPlace,
    order: new Map(all.map((one, index) => [one, index])),
    byBranch: groupBy(all, one => `${sourceOf(one)} ${branchOf(snapshot, one)}`),
  }
}

const branchOf = recalled((snapshot, automation: Automation) => {
  const push = pushBranch(snapshot, automation)
  return push.state === 'known' ? push.branch : ''
})

/** Folders by each folder that they lie in. */
function foldersBelow(folders: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const pairs = [...folders].flatMap(folder => foldersAbove(folder).map(above => ({ above, folder })))
  const groups = groupBy(pairs, ({ above }) => above)
  return new Map([...groups].map(([above, below]) => [above, below.map(({ folder }) => folder)]))
}

/** A folder, and those that it lies in. A name with a variable may be any, and is compared as it is written. */
function foldersAbove(folder: string): readonly string[] {
  if (folder === '' || folder.includes('${')) return [folder]
  const parts = folder.split('/')
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

function placeOf(automation: Automation): string {
  return `${automation.namespace} ${sourceOf(automation)}`
}

function sourceOf({ resource, namespace }: Automation): string {
  return `${resource.sourceRef?.namespace ?? namespace}/${resource.sourceRef?.name}`
}

/** Whether two automations certainly begin from different branches: then they see different values. */
function isOther(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b
}
