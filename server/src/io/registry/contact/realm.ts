import { failure } from '../../failure.ts'
import { addressClass } from './address.ts'

/** What a token server is judged by. */
export interface RealmContext {
  /** Where the challenge came from: the registry's own origin, port and scheme as really spoken. */
  readonly registry: URL
  /** Whether a login would be sent along. */
  readonly hasLogin: boolean
  /** Hosts (`name` or `name:port`) that the user has approved, on this machine, as token servers of this registry. */
  readonly approved: readonly string[]
}

/**
 * Checks the `realm` of a Bearer challenge and returns it as the URL to ask for a token, or throws
 * E_REALM or E_REALM_UNTRUSTED.
 *
 * The registry, and through it whoever wrote the image name, chooses this URL. So: https, or http only where
 * the registry itself is spoken to over http and stands in the same class; never link-local; a loopback or
 * private address only beside a registry of the same class; and a login travels to the registry's own host,
 * to a well-known pair, or where the user said so.
 */
export function checkRealm(realm: string | undefined, context: RealmContext): URL {
  const { registry } = context
  const url = realm !== undefined && URL.canParse(realm) ? new URL(realm) : undefined
  if (url === undefined) throw failure('E_REALM', `${registry.host} names no valid token server.`)
  if (url.username !== '' || url.password !== '') {
    throw failure('E_REALM', `${registry.host} names a token server with a login in its address; refused.`)
  }
  if (!isReachableFrom(url, registry)) {
    throw failure(
      'E_REALM',
      `${registry.host} names ${url.host} (${url.protocol.slice(0, -1)}) as its token server; refused.`,
    )
  }
  if (context.hasLogin && !isTrustedPair(url, context)) {
    throw failure(
      'E_REALM_UNTRUSTED',
      `${registry.host} asks to send its login to ${url.host}; refused. If that is right, name it as "tokenServer" of ${registry.host} in fluxmark.registries.`,
    )
  }
  url.hash = ''
  return url
}

function isReachableFrom(url: URL, registry: URL): boolean {
  const target = addressClass(url.hostname)
  if (target === 'forbidden') return false
  const isSameClass = target === addressClass(registry.hostname)
  const isSameHost = url.hostname === registry.hostname
  if (target !== 'public' && target !== 'name' && !isSameClass) return false
  if (url.protocol === 'https:') return true
  if (url.protocol !== 'http:' || registry.protocol !== 'http:') return false
  return isSameHost || (isSameClass && (target === 'loopback' || target === 'private'))
}

/** Whether a token server is the registry's own, of a known pair, or named by the user. */
export function isTrustedPair(url: URL, { registry, approved }: Omit<RealmContext, 'hasLogin'>): boolean {
  if (url.hostname === registry.hostname) return true
  if (approved.includes(url.host) || approved.includes(url.hostname)) return true
  return PAIRS.some(([of, server]) => registry.host === of && url.host === server)
}

/** Registries whose token server is known to stand on another host. */
const PAIRS = [
  ['index.docker.io', 'auth.docker.io'],
  ['registry-1.docker.io', 'auth.docker.io'],
  ['registry.gitlab.com', 'gitlab.com'],
] as const
