import type { Clock, ImageSource, Registry, TagList, TagsOptions } from '../../ports.ts'
import type { Consent } from '../consent.ts'
import { type Logins, loginId } from '../credentials/login.ts'
import { failure } from '../failure.ts'
import type { Transport } from '../transport.ts'
import { type Access, type AccessContext, openRepository } from './access.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import { createExchange, type Wait } from './exchange.ts'
import { createInFlight } from './in-flight.ts'
import { listTags, type Unpaged } from './list-tags.ts'
import { digestOf } from './manifest.ts'
import { serverText } from './server-text.ts'
import type { RegistriesSettings } from './settings.ts'
import { createTagCache } from './tag-cache.ts'
import { createTokens } from './token.ts'

export interface RegistryOptions {
  /** Whether requests may leave at all: workspace trust, `network.enabled`, no `--offline`. Asked before each. */
  readonly isOnline: () => boolean
  readonly consent: Consent
  readonly logins: Logins
  readonly settings: RegistriesSettings
  readonly transport: Transport
  readonly clock: Clock
  readonly wait: Wait
  /** A number in [0, 1). */
  readonly random: () => number
}

/** A client of OCI registries; it also has to be closed. */
export interface RegistryClient extends Registry {
  close(): Promise<void>
}

/** Builds the client. What it remembers (tokens, origins, lists, who is being asked) lives and dies with it. */
export function createRegistry(options: RegistryOptions): RegistryClient {
  const { clock, consent, isOnline, settings } = options
  const context: AccessContext = {
    exchange: createExchange(options),
    tokens: createTokens(clock),
    logins: options.logins,
    consent,
    origins: new Map(),
  }
  const unpaged: Unpaged = new Set()
  const inFlight = createInFlight()
  const cache = createTagCache(clock)

  /** Nothing leaves before this has passed. */
  async function admit(source: ImageSource): Promise<Endpoint> {
    if (!isOnline()) throw failure('E_OFFLINE', 'Requests are switched off.')
    const endpoint = endpointOf(source, settings)
    // A mirror stands in the user's own settings.
    if (endpoint.mirrorOf === undefined) await consent.require(endpoint.host, source.image)
    return endpoint
  }

  function open(endpoint: Endpoint, signal: AbortSignal): Access {
    return openRepository(context, endpoint, { remaining: endpoint.limits.totalTime }, signal)
  }

  async function tags(source: ImageSource, signal: AbortSignal, asked: TagsOptions = {}): Promise<TagList> {
    const endpoint = await admit(source)
    const known = await cache.get(endpoint, asked.maxAge, place => options.logins.find(place, signal))
    if (known !== undefined) return known
    const key = JSON.stringify(['tags', endpoint.host, endpoint.repository, source.insecure])
    return inFlight.share(key, signal, asked.onProgress, async (own, onProgress) => {
      const access = open(endpoint, own)
      const list = await listTags(access, endpoint, unpaged, onProgress)
      const { login, asked: isAsked, failures } = access.login()
      const notes = [...failures.map(({ message }) => message), ...list.warnings.map(serverText)]
      const result: TagList = {
        tags: list.tags,
        dropped: list.dropped,
        pages: list.pages,
        credential: login?.source ?? 'anonymous',
        listedAt: clock.now(),
        ...(endpoint.mirrorOf !== undefined && { mirror: endpoint.host }),
        ...(notes.length > 0 && { notes }),
      }
      cache.put(endpoint, isAsked ? loginId(login) : undefined, result)
      return result
    })
  }

  async function digest(source: ImageSource, tag: string, signal: AbortSignal): Promise<string> {
    const endpoint = await admit(source)
    const key = JSON.stringify(['digest', endpoint.host, endpoint.repository, source.insecure, tag])
    return inFlight.share(key, signal, undefined, own =>
      digestOf(open(endpoint, own), endpoint.repository, tag),
    )
  }

  return { tags, digest, close: () => options.transport.close() }
}
