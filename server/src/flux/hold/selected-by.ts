import { canonicalImage } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { selectionOf } from '../selection/selection.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'

/**
 * The tag that a policy selects, in one of its forms, by its fields alone. Where the tags are not known, `otherwise`
 * counts as the only one. Undefined where it selects none, or not surely one.
 */
export function selectedBy(
  snapshot: Snapshot,
  policy: Placed<ImagePolicy>,
  otherwise?: string,
): string | undefined {
  const [repository] = repositories(snapshot, policy)
  const image = canonicalImage(repository?.resource.image?.value ?? '')
  const tags = knownTags(snapshot, policy) ?? (otherwise === undefined ? undefined : [otherwise])
  if (tags === undefined) return undefined
  const selection = selectionOf({
    image: typeof image === 'string' ? image : '',
    tags,
    exclusionList: repository?.resource.exclusionList,
    policy: policy.resource.policy,
    filter: policy.resource.filter,
    fluxVersion: fluxVersionAt(snapshot, policy.path),
  })
  return selection.state === 'latest' && !selection.ambiguous ? selection.tag : undefined
}

/** The tags that the registry lists for a policy's image; undefined where they are not known. */
export function knownTags(snapshot: Snapshot, policy: Placed<ImagePolicy>): readonly string[] | undefined {
  const [repository] = repositories(snapshot, policy)
  const image = canonicalImage(repository?.resource.image?.value ?? '')
  const scan = typeof image === 'string' ? snapshot.scans.get(image) : undefined
  return scan && 'value' in scan ? scan.value.tags : undefined
}
