import { isDead } from '../../../flux/chain/applied.ts'
import { markerReach } from '../../../flux/chain/chain.ts'
import { formatPolicyRef, type PolicyRef } from '../../../flux/markers/setter.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { recalled } from '../../../flux/workspace/recalled.ts'
import { policies, repositories, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import { type Check, markerNameSpan } from '../../check.ts'
import { isOtherCluster } from '../automation/same-cluster.ts'
import { markedValues } from './marked-value.ts'

/** A marker that the automations of several clusters update by different rules (docs/flux.md §4.5, row 37). */
export const competing: Check = {
  codes: [
    {
      code: 'marker-competing',
      severity: 'warning',
      flux: 'Each cluster has its own ImagePolicy of a name, and its own automation. Where two of them cover one file and their policies differ, each undoes what the other has committed, without end.',
    },
  ],
  *findings({ file, snapshot }) {
    const values = markedValues(file)
    if (!values.some(({ setter }) => policies(snapshot, setter.policy).length > 1)) return
    /** By policy, which thousands of markers of a file may name. */
    const apart = new Map<string, boolean>()
    for (const { marker, setter } of values) {
      const variants = policies(snapshot, setter.policy)
      if (rulesOf(snapshot, setter.policy).size < 2) continue
      const { verdict, automations } = markerReach(snapshot, file.path, setter)
      const certain = automations.filter(({ resource }) => !resource.path.includes('${'))
      if (verdict.ok !== true || certain.length < 2) continue
      const name = formatPolicyRef(setter.policy)
      const isApart = apart.get(name) ?? areApart(snapshot, variants, certain)
      apart.set(name, isApart)
      if (!isApart) continue
      yield {
        alike: name,
        span: markerNameSpan(file, marker, setter),
        message: `${certain.length} automations update this file, and the ${variants.length} ImagePolicies ${name} differ: each would undo what the other commits. Give each cluster files of its own, or the policies different names.`,
        related: [...certain, ...variants].map(({ path, resource }) => ({
          path,
          span: resource.span,
          message: `${resource.kind} ${resource.name}`,
        })),
      }
    }
  },
}

/** So many policies of one name are compared with each other. */
const mostCompared = 50

/** Whether two clusters have each an automation, and policies that differ: those of one cluster do not compete. */
function areApart(
  snapshot: Snapshot,
  variants: readonly Placed<ImagePolicy>[],
  automations: readonly Placed<ImageUpdateAutomation>[],
): boolean {
  const live = variants
    .filter(({ path, resource: { span } }) => !isDead(snapshot, path, span[0]))
    .slice(0, mostCompared)
  const ownOf = (policy: Placed<ImagePolicy>) =>
    automations.filter(one => !isOtherCluster(snapshot, one, policy))
  return live.some((one, index) =>
    live
      .slice(index + 1)
      .filter(other => isOtherCluster(snapshot, one, other))
      .some(
        other =>
          ruleOf(snapshot, one) !== ruleOf(snapshot, other) &&
          new Set([...ownOf(one), ...ownOf(other)]).size > 1 &&
          ownOf(one).length > 0 &&
          ownOf(other).length > 0,
      ),
  )
}

const rulesOf = recalled(
  (snapshot, ref: PolicyRef) => new Set(policies(snapshot, ref).map(variant => ruleOf(snapshot, variant))),
  formatPolicyRef,
)

/** Everything that decides what a policy selects, as text. */
function ruleOf(snapshot: Snapshot, placed: Placed<ImagePolicy>): string {
  const { policy, filter, digestReflectionPolicy, suspend } = placed.resource
  const images = repositories(snapshot, placed).map(({ resource }) => [
    resource.image?.value,
    resource.exclusionList,
  ])
  return JSON.stringify([policy, filter, digestReflectionPolicy, suspend, images])
}
