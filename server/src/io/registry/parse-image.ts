import { type FailureCode, failure } from '../../flux/failure.ts'
import { parseImage as parseAsFlux } from '../../flux/resources/image.ts'
import { isAuthority } from '../../go/authority.ts'
import { isGoError } from '../../go/go-error.ts'

/** An ImageRepository's `spec.image` taken apart as Flux does. */
export interface ParsedImage {
  readonly registry: string
  readonly repository: string
}

/**
 * Takes an image name apart; throws E_IMAGE_… with Flux's words where Flux refuses it. Dots as path segments, which
 * Flux would ask a registry for, are refused too: a URL resolves them, and leaves the repository.
 */
export function parseImage(image: string): ParsedImage {
  const parsed = parseAsFlux(image, false)
  if (isGoError(parsed)) throw failure(codeOf(parsed.err, image), parsed.err)
  const { registry, repository } = parsed
  if (/(^|\/)\.{0,2}(\/|$)/.test(repository)) {
    throw failure('E_IMAGE_NAME', `image '${image}' has a repository name that no registry takes`)
  }
  return { registry, repository }
}

function codeOf(text: string, image: string): FailureCode {
  if (text.includes('should not include URL scheme')) return 'E_IMAGE_SCHEME'
  if (text.includes('should not include a tag')) return 'E_IMAGE_TAG'
  const [host = '', ...path] = image.split('/')
  return path.length > 0 && /[.:]/.test(host) && !isAuthority(host) ? 'E_IMAGE_HOST' : 'E_IMAGE_NAME'
}
