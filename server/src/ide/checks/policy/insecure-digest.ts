import { parseImage } from '../../../flux/resources/image.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageRepository } from '../../../flux/resources/resources.ts'
import { holdsVariable, innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { repositories } from '../../../flux/workspace/snapshot.ts'
import { isGoError } from '../../../go/go-error.ts'
import type { Check } from '../../check.ts'

/** A policy that reflects digests of a registry without TLS (docs/flux.md §3.6). */
export const repoInsecureDigest: Check = {
  codes: [
    {
      code: 'repo-insecure-digest',
      severity: 'warning',
      flux: 'Flux lists the tags over plain HTTP where `spec.insecure` of the ImageRepository is set, and looks up the digest of the selected tag over HTTPS all the same: only loopback and private addresses are asked over HTTP for both. With a registry that has no TLS the policy is not ready. A warning, since a registry may serve both.',
    },
  ],
  *findings({ placedPolicies, snapshot }) {
    for (const { policy, variants } of placedPolicies) {
      const reflection = specScalar(policy, 'digestReflectionPolicy')
      if (reflection === undefined || reflection.elsewhere || policy.suspend) continue
      if (variants.some(({ resource }) => resource.suspend || resource.digestReflectionPolicy === 'Never'))
        continue
      const found = variants.map(variant => repositories(snapshot, variant))
      const [repository] = found[0] ?? []
      if (repository === undefined || found.some(all => all.length === 0 || !all.every(isPlainHttp))) continue
      const { path, resource } = repository
      yield {
        span: innerSpan(reflection),
        message: `ImageRepository ${resource.name} has insecure: true, and Flux looks up digests over HTTPS all the same: the policy fails where the registry has no TLS. Serve the registry over HTTPS, or set digestReflectionPolicy to Never.`,
        related: [{ path, span: resource.span, message: 'the ImageRepository' }],
      }
    }
  },
}

/** Whether only `insecure` makes Flux ask the registry over plain HTTP. */
function isPlainHttp({ resource: { image, insecure, suspend }, doubt }: Placed<ImageRepository>): boolean {
  if (!insecure || suspend || doubt !== undefined || image === undefined || holdsVariable(image.value))
    return false
  const read = parseImage(image.value, false)
  return !isGoError(read) && read.scheme === 'https'
}
