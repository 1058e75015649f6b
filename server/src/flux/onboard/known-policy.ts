import { isGoError } from '../../go/go-error.ts'
import { groupBy } from '../../text/group-by.ts'
import type { PlacedImage } from '../images/placed-images.ts'
import { canonicalImage } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../resources/resources.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
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
  const name = canonicalImage(image.name)
  const known = isGoError(name) ? [] : (snapshot.unanswered.recall(policiesByImage).get(name) ?? [])
  return known.filter(({ policy: { resource }, says }) => {
    if (image.digest !== undefined && resource.digestReflectionPolicy === 'Never') return false
    return selectedByProposal(says, [image.tag ?? ''], undefined) !== undefined
  })
}

/** By the canonical name of the image: each image of a file asks, at each key that is pressed. */
function policiesByImage(snapshot: Snapshot): ReadonlyMap<string | undefined, readonly PolicyInPlace[]> {
  const all = [...snapshot.index.policies.values()].flatMap(([policy]): readonly PolicyInPlace[] => {
    if (policy?.namespace === undefined || policy.resource.suspend) return []
    const [repository] = repositories(snapshot, policy)
    return repository
      ? [{ policy, namespace: policy.namespace, repository, says: sayingOf(policy.resource) }]
      : []
  })
  return groupBy(all, ({ repository: { resource } }) => {
    const name = canonicalImage(resource.image?.value ?? '')
    return isGoError(name) ? undefined : name
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
