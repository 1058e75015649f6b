import { canonicalImage } from '../../../flux/resources/image.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageRepository } from '../../../flux/resources/resources.ts'
import { holdsVariable, repositoriesIn } from '../../../flux/resources/spec-field.ts'
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
    for (const repository of own) {
      const image = canonical(repository)
      const [placed] = all.filter(one => one.resource.node === repository.node)
      if (image === undefined || placed === undefined) continue
      const other = all.find(
        one =>
          (one.resource.name !== repository.name || one.namespace !== placed.namespace) &&
          canonical(one.resource) === image &&
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
