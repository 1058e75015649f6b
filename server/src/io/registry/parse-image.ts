import { failure } from '../failure.ts'

/** An ImageRepository's `spec.image` taken apart as Flux does. */
export interface ParsedImage {
  readonly registry: string
  readonly repository: string
}

/** Takes an image name apart; throws E_IMAGE_… with Flux's words where Flux refuses it. */
export function parseImage(image: string): ParsedImage {
  const scheme = /^([^/]*):\/\//.exec(image)
  if (scheme) {
    throw failure('E_IMAGE_SCHEME', `image '${image}' should not include URL scheme; remove '${scheme[0]}'`)
  }
  const slash = image.indexOf('/')
  const first = slash < 0 ? '' : image.slice(0, slash)
  const hasRegistry = first === 'localhost' || /[.:]/.test(first)
  const registry = hasRegistry ? first : 'docker.io'
  const rest = hasRegistry ? image.slice(slash + 1) : image
  const colon = rest.indexOf(':')
  if (colon >= 0) {
    throw failure('E_IMAGE_TAG', `image '${image}' should not include a tag; remove '${rest.slice(colon)}'`)
  }
  const isHub = registry === 'docker.io' || registry === 'index.docker.io'
  const repository = isHub && !rest.includes('/') ? `library/${rest}` : rest
  const isSound = /^[a-z0-9_\-./]{1,255}$/.test(repository) && !/(^|\/)(\.{0,2})(\/|$)/.test(repository)
  if (!isSound)
    throw failure('E_IMAGE_NAME', `image '${image}' has a repository name that no registry takes.`)
  return { registry: isHub ? 'index.docker.io' : registry, repository }
}
