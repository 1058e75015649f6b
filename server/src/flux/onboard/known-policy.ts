import type { PlacedImage } from '../images/placed-images.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
import { isOfImage } from './new-policy.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'
import { selectedByProposal } from './selected-by-proposal.ts'

/** A policy that is there for an image already. */
export interface PolicyInPlace {
  readonly policy: Placed<ImagePolicy>
  readonly namespace: string
  readonly repository: Placed<ImageRepository>
  /** What it says. */
  readonly says: ProposedPolicy
}

/** The policies that select from an image already and take the tag in use; one that reflects no digest is none for a pinned image. */
export function knownPolicies(snapshot: Snapshot, { image }: PlacedImage): readonly PolicyInPlace[] {
  return [...snapshot.index.policies.values()].flatMap(([policy]) => {
    if (policy?.namespace === undefined || policy.resource.suspend) return []
    const [repository] = repositories(snapshot, policy)
    if (repository === undefined || !isOfImage(repository, image.name)) return []
    const says = sayingOf(policy.resource)
    const isPinned = image.digest !== undefined
    if (isPinned && policy.resource.digestReflectionPolicy === 'Never') return []
    if (selectedByProposal(says, [image.tag ?? ''], undefined) === undefined) return []
    return [{ policy, namespace: policy.namespace, repository, says }]
  })
}

/** `spec.filterTags` and `spec.policy` of an ImagePolicy, in the shape of a proposal. */
export function sayingOf({ filter, policy }: ImagePolicy): ProposedPolicy {
  return {
    ...(filter
      ? { filterTags: { pattern: filter.pattern, ...(filter.extract ? { extract: filter.extract } : {}) } }
      : {}),
    policy,
  }
}
