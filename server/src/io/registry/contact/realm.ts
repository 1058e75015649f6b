import { failure } from '../../../flux/failure.ts'
import { addressClass } from './address.ts'

/** What a token server is judged by. */
export interface RealmContext {
  /** Where the challenge came from: the registry's own origin, port and scheme as really spoken. */
  readonly registry: URL
  /** Whether a login would be sent along. */
  readonly hasLogin: boolean
  /** Hosts (`name` for port 443, or `name:port`) that the user has approved, on this machine, as token servers of this registry. */
  readonly approved: readonly string[]
}

/**
 * Checks the `realm` of a Bearer challenge and returns it as the URL to ask for a token, or throws
 * E_REALM or E_REALM_UNTRUSTED.
 *
 * The registry, and through it whoever wrote the image name, chooses this URL. So: https, or http only where
 * the registry itself is spoken to over http; never link-local; and a login, or a loopback or private address, only
 * at the registry's own host and port, for a known pair, or where the user said so (go-containerregistry binds local
 * realms in the same way). Whether another public host may be asked without a login is the caller's question.
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
  if (!isTrustedPair(url, context)) {
    if (context.hasLogin) throw untrustedRealm(url, registry, 'asks to send its login to')
    if (isLocal(url)) throw untrustedRealm(url, registry, 'names another local address as its token server,')
  }
  url.hash = ''
  return url
}

/** The refusal of a token server that the user may yet name. */
export function untrustedRealm(url: URL, registry: URL, what: string): Error {
  return failure(
    'E_REALM_UNTRUSTED',
    `${registry.host} ${what} ${url.host}; refused. If that is right, name it as "tokenServer" of ${registry.host} in fluxmark.registries.`,
  )
}

function isReachableFrom(url: URL, registry: URL): boolean {
  const target = addressClass(url.hostname)
  if (target === 'forbidden') return false
  const isSameClass = target === addressClass(registry.hostname)
  if (isLocal(url) && !isSameClass) return false
  if (url.protocol === 'https:') return true
  if (url.protocol !== 'http:' || registry.protocol !== 'http:') return false
  return url.host === registry.host || (isSameClass && isLocal(url))
}

function isLocal(url: URL): boolean {
  const kind = addressClass(url.hostname)
  return kind === 'loopback' || kind === 'private'
}

/** Whether a token server is at the registry's own host and port, of a known pair, or named by the user. */
export function isTrustedPair(url: URL, { registry, approved }: Omit<RealmContext, 'hasLogin'>): boolean {
  if (url.host === registry.host || approved.includes(url.host)) return true
  return PAIRS.some(([of, server]) => registry.host === of && url.host === server)
}

/** Registries whose token server is known to stand on another host. */
const PAIRS = [
  ['index.docker.io', 'auth.docker.io'],
  ['registry-1.docker.io', 'auth.docker.io'],
  ['registry.gitlab.com', 'gitlab.com'],
  ['registry.digitalocean.com', 'api.digitalocean.com'],
  ['docker.elastic.co', 'docker-auth.elastic.co'],
] as const
