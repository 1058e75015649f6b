/**
 * Image names as Flux reads them, with go-containerregistry's `name` 0.21.6 and weak validation: what is missing
 * is filled in, and nearly everything else is allowed. Vector family: image-ref.
 */
import { isAuthority, isIPv4 } from '../../go/authority.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'

/** Where an image lives. For `nginx`: `index.docker.io`, `library/nginx`, `index.docker.io/library/nginx`, https. */
export interface Repository {
  /** Host and port. */
  readonly registry: string
  /** The path within the registry. */
  readonly repository: string
  /** `registry/repository`: an ImageRepository's `status.canonicalImageName`. */
  readonly canonical: string
  readonly scheme: 'http' | 'https'
}

/** One image: what `ghcr.io/acme/web:1.0` or `nginx@sha256:…` names. */
export interface Reference {
  /** Everything filled in: `index.docker.io/library/nginx:latest`. */
  readonly name: string
  /** The text it was read from. */
  readonly string: string
  /** The tag or digest, `latest` where neither is given; the digest where both are. */
  readonly identifier: string
  readonly kind: 'tag' | 'digest'
  readonly context: Repository
}

/**
 * An ImageRepository's `spec.image`: a name without scheme, tag and digest. `insecure` is `spec.insecure`.
 *
 * `ghcr.io/acme/web:1.0` is the error `image 'ghcr.io/acme/web:1.0' should not include a tag; remove ':1.0'`.
 */
export function parseImage(image: string, insecure: boolean): Repository | GoError {
  const [scheme, ...rest] = image.split('://')
  if (rest.length > 0) {
    return { err: `image '${image}' should not include URL scheme; remove '${scheme}://'` }
  }
  const reference = parseReference(image)
  if (isGoError(reference)) return reference
  const { context } = reference
  const path = image.startsWith(context.registry) ? image.slice(context.registry.length) : image
  const tag = path.split(':')[1]
  if (tag !== undefined) return { err: `image '${image}' should not include a tag; remove ':${tag}'` }
  return insecure ? { ...context, scheme: 'http' } : context
}

/** The one name of an image, however `spec.image` spells it: `nginx` is `index.docker.io/library/nginx`. */
export function canonicalImage(image: string): string | GoError {
  const repository = parseImage(image, false)
  return isGoError(repository) ? repository : repository.canonical
}

/** A full reference, as a policy's latest image is read before markers are set. */
export function parseReference(text: string): Reference | GoError {
  return parseTag(text) ?? parseDigest(text) ?? { err: `could not parse reference: ${text}` }
}

function parseTag(text: string): Reference | undefined {
  const colon = text.lastIndexOf(':')
  const hasTag = colon >= 0 && !text.includes('/', colon)
  const tag = hasTag ? text.slice(colon + 1) : 'latest'
  const context = parseRepository(hasTag ? text.slice(0, colon) : text)
  if (context === undefined || !/^[A-Za-z0-9_.-]{1,128}$/.test(tag)) return undefined
  return { name: `${context.canonical}:${tag}`, string: text, identifier: tag, kind: 'tag', context }
}

/** A tag before the digest is dropped, but for the text. */
function parseDigest(text: string): Reference | undefined {
  const [base = '', digest = '', ...more] = text.split('@')
  if (more.length > 0 || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined
  const context = parseRepository(parseTag(base)?.context.canonical ?? base)
  if (context === undefined) return undefined
  return { name: `${context.canonical}@${digest}`, string: text, identifier: digest, kind: 'digest', context }
}

const dockerHub = 'index.docker.io'

/** The first segment is a registry where it holds a dot or a colon: `localhost/web` is an image of Docker Hub. */
function parseRepository(name: string): Repository | undefined {
  const slash = name.indexOf('/')
  const isRegistry = slash >= 0 && /[.:]/.test(name.slice(0, slash))
  const path = isRegistry ? name.slice(slash + 1) : name
  const host = isRegistry ? name.slice(0, slash) : dockerHub
  if (!/^[a-z0-9_./-]{2,255}$/.test(path) || !isAuthority(host)) return undefined
  const registry = host === 'docker.io' ? dockerHub : host
  const repository = registry === dockerHub && !path.includes('/') ? `library/${path}` : path
  return { registry, repository, canonical: `${registry}/${repository}`, scheme: schemeOf(registry) }
}

/** Plain HTTP for hosts that look local. The loopback addresses count wherever they stand in the name. */
function schemeOf(registry: string): 'http' | 'https' {
  const isLocal =
    registry.startsWith('localhost:') ||
    /\.localhost(?::[0-9]{1,5})?$/.test(registry) ||
    registry.includes('127.0.0.1') ||
    registry.includes('::1') ||
    isPrivate(registry.split(':')[0] ?? '')
  return isLocal ? 'http' : 'https'
}

/** Whether a host is an IPv4 address of RFC 1918. */
function isPrivate(host: string): boolean {
  return isIPv4(host) && /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)/.test(host)
}
