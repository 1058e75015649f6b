import type { Setter } from '../markers/setter.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { isSelected } from '../resources/selector.ts'
import { policies, type Snapshot } from '../workspace/snapshot.ts'
import { isBelow, updatePath } from './update-path.ts'

/**
 * Whether an automation rewrites this marker: its path covers the file, its namespace and selector the policy. A value
 * without a marker is rewritten by none.
 */
export function isReached(
  snapshot: Snapshot,
  { resource, namespace }: Placed<ImageUpdateAutomation>,
  { path, setter }: { readonly path: string; readonly setter?: Setter | undefined },
): boolean {
  if (setter === undefined) return false
  if (setter.policy.namespace !== namespace || !isBelow(path, updatePath(resource.path))) return false
  const variants = policies(snapshot, setter.policy)
  return (
    variants.length === 0 ||
    variants.some(({ resource: policy }) => isSelected(policy.labels, resource.policySelector))
  )
}
