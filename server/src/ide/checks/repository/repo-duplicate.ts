import { isDead } from '../../../flux/chain/applied.ts'
import { canonicalImage } from '../../../flux/resources/image.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageRepository } from '../../../flux/resources/resources.ts'
import { holdsVariable, repositoriesIn } from '../../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { groupBy } from '../../../text/group-by.ts'
import type { Check } from '../../check.ts'
import { isSameCluster } from '../automation/same-cluster.ts'

/** Two ImageRepositories of one image that see different tags (docs/flux.md §2.2). */
export const repoDuplicateImage: Check = {
  codes: [
    {
      code: 'repo-duplicate-image',
      severity: 'warning',
      flux: 'Flux keeps one list of tags for each image, whichever ImageRepository scanned it. Of two with different exclusion lists the last scan wins, and what policies select goes to and fro. (With the feature gate `FluxStorage`, from Flux 2.9 on, each has its own.)',
    },
  ],
  *findings({ file, snapshot }) {
    const own = repositoriesIn(file)
    if (own.length === 0) return
    const { placedOf, byImage } = snapshot.unanswered.recall(scanned)
    for (const repository of own) {
      const image = canonical(repository)
      const placed = placedOf.get(repository.node)
      if (image === undefined || placed === undefined) continue
      const other = byImage
        .get(image)
        ?.slice(0, mostCompared)
        .find(
          one =>
            (one.resource.name !== repository.name || one.namespace !== placed.namespace) &&
            !hasSameList(one.resource, repository) &&
            !isDead(snapshot, one.path, one.resource.span[0]) &&
            isSameCluster(snapshot, one, placed),
        )
      if (other === undefined) continue
      yield {
        span: repository.span,
        message: `ImageRepository ${nameOf(other)} scans ${repository.image?.value} too, with another exclusion list: Flux keeps one list of tags an image, and the last scan wins. Use one ImageRepository and several ImagePolicies.`,
        related: [
          { path: other.path, span: other.resource.span, message: `ImageRepository ${nameOf(other)}` },
        ],
      }
    }
  },
}

/** All repositories, by node and by image. */
function scanned({ index }: Snapshot) {
  const all = [...index.repositories.values()].flat()
  return {
    placedOf: new Map(all.map(one => [one.resource.node, one])),
    byImage: groupBy(all, ({ resource }) => canonical(resource)),
  }
}

/** Of one image; so many hide nothing from whoever looks at the first of them. */
const mostCompared = 100

/** Another login sees the same tags, or none: a scan that fails leaves the list as it is. */
function hasSameList(a: ImageRepository, b: ImageRepository): boolean {
  return JSON.stringify(a.exclusionList ?? []) === JSON.stringify(b.exclusionList ?? [])
}

function canonical({ image }: ImageRepository): string | undefined {
  if (image === undefined || holdsVariable(image.value)) return undefined
  const name = canonicalImage(image.value)
  return typeof name === 'string' ? name : undefined
}

function nameOf({ namespace = '?', resource }: Placed): string {
  return `${namespace}/${resource.name}`
}
