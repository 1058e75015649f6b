import { canonicalImage } from '../../../flux/resources/image.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageRepository } from '../../../flux/resources/resources.ts'
import { holdsVariable, repositoriesIn } from '../../../flux/resources/spec-field.ts'
import { groupBy } from '../../../text/group-by.ts'
import { textAt } from '../../../text/node.ts'
import type { Check } from '../../check.ts'
import { isSameCluster } from '../automation/same-cluster.ts'

/** Two ImageRepositories of one image that see different tags (flux-semantics §2.2). */
export const repoDuplicateImage: Check = {
  codes: [
    {
      code: 'repo-duplicate-image',
      severity: 'warning',
      flux: 'Flux keeps one list of tags for each image, whichever ImageRepository scanned it. Of two with different exclusion lists or logins the last scan wins, and what policies select goes to and fro. (With the feature gate `FluxStorage`, from Flux 2.9 on, each has its own.)',
    },
  ],
  *findings({ file, snapshot }) {
    const own = repositoriesIn(file)
    if (own.length === 0) return
    const all = [...snapshot.index.repositories.values()].flat()
    const placedOf = new Map(all.map(one => [one.resource.node, one]))
    const byImage = groupBy(all, ({ resource }) => canonical(resource))
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
            difference(one.resource, repository) !== undefined &&
            isSameCluster(snapshot, one, placed),
        )
      if (other === undefined) continue
      const what = difference(other.resource, repository)
      yield {
        span: repository.span,
        message: `ImageRepository ${nameOf(other)} scans ${repository.image?.value} too, with ${what}: Flux keeps one list of tags an image, and the last scan wins. Use one ImageRepository and several ImagePolicies.`,
        related: [
          { path: other.path, span: other.resource.span, message: `ImageRepository ${nameOf(other)}` },
        ],
      }
    }
  },
}

/** Of one image; so many hide nothing from whoever looks at the first of them. */
const mostCompared = 100

function difference(a: ImageRepository, b: ImageRepository): string | undefined {
  if (JSON.stringify(a.exclusionList ?? []) !== JSON.stringify(b.exclusionList ?? []))
    return 'another exclusion list'
  return login(a) === login(b) ? undefined : 'another login'
}

function login({ node, provider }: ImageRepository): string {
  const secret = textAt(node, 'spec', 'secretRef', 'name')
  return JSON.stringify([provider, secret, textAt(node, 'spec', 'serviceAccountName')])
}

function canonical({ image }: ImageRepository): string | undefined {
  if (image === undefined || holdsVariable(image.value)) return undefined
  const name = canonicalImage(image.value)
  return typeof name === 'string' ? name : undefined
}

function nameOf({ namespace = '?', resource }: Placed): string {
  return `${namespace}/${resource.name}`
}
