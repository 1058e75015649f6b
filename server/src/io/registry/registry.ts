import { setMaxListeners } from 'node:events'
import { failure, isFailure } from '../../flux/failure.ts'
import type { Clock, ImageSource, Registry, TagList, TagProgress, TagsOptions } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { type Login, type Logins, loginId } from '../credentials/login.ts'
import type { CacheFolder } from '../files/cache-folder.ts'
import type { Consent } from '../network/consent.ts'
import type { Transport } from '../network/transport.ts'
import { type Access, type AccessContext, openRepository } from './contact/access.ts'
import { type Endpoint, endpointOf } from './contact/endpoint.ts'
import { createExchange, createSharedLimits, type SharedLimits, type Wait } from './contact/exchange.ts'
import { createInFlight } from './contact/in-flight.ts'
import { createTokens } from './contact/token.ts'
import type { RegistriesSettings } from './settings.ts'
import { detailsOf, type KnownDetails } from './tags/details.ts'
import { listTags, type Unpaged } from './tags/list-tags.ts'
import { digestOf } from './tags/manifest.ts'
import { createTagCache, keyOf } from './tags/tag-cache.ts'
import { trialsOf } from './tags/trials.ts'

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
  /** What is shared with the other clients of this program. */
  readonly sharedLimits?: SharedLimits
  /** Where lists are kept on disk. */
  readonly folder?: CacheFolder
}

/** A client of OCI registries; it also has to be closed. */
export interface RegistryClient extends Registry {
  close(): Promise<void>
}

/** Builds the client. What it remembers (tokens, origins, lists, who is being asked) lives and dies with it. */
export function createRegistry(options: RegistryOptions): RegistryClient {
  const { clock, consent, isOnline, settings } = options
  const context: AccessContext = {
    exchange: createExchange({ ...options, sharedLimits: options.sharedLimits ?? createSharedLimits() }),
    tokens: createTokens(clock),
    logins: options.logins,
    consent,
    origins: new Map(),
    finding: new Map(),
  }
  const unpaged: Unpaged = new Set()
  const known: KnownDetails = new Map()
  const inFlight = createInFlight()
  const { folder } = options
  const cache = createTagCache(clock, folder)

  /** Nothing leaves before this has passed. */
  async function admit(source: ImageSource, signal: AbortSignal): Promise<Endpoint> {
    if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.')
    // One signal may stand for hundreds of questions; that is no leak.
    setMaxListeners(0, signal)
    if (!isOnline()) throw failure('E_OFFLINE', 'Requests are switched off.')
    const endpoint = endpointOf(source, settings)
    // A mirror stands in the user's own settings.
    if (endpoint.mirrorOf === undefined) await consent.require(endpoint.host, source.image)
    return endpoint
  }

  function open(endpoint: Endpoint, signal: AbortSignal, fixed?: { readonly login?: Login }): Access {
    return openRepository(context, endpoint, { remaining: endpoint.limits.totalTime }, signal, fixed)
  }

  async function tags(source: ImageSource, signal: AbortSignal, asked: TagsOptions = {}): Promise<TagList> {
    const endpoint = await admit(source, signal)
    const kept = (maxAge: number) => cache.get(endpoint, maxAge, place => options.logins.find(place, signal))
    const { maxAge = 0, allowStale = false } = asked
    const recent = await kept(maxAge)
    if (recent !== undefined) return recent
    const key = JSON.stringify(['tags', endpoint.host, endpoint.repository, source.insecure])
    try {
      return await inFlight.share(key, signal, asked.onProgress, (own, onProgress) =>
        oneAtATime(endpoint, own, maxAge, () => list(endpoint, own, onProgress)),
      )
    } catch (error) {
      cache.fail(endpoint, error)
      const old = allowStale && isFailure(error, ...PASSING) ? await kept(STALE_AGE) : undefined
      if (old === undefined || !isFailure(error)) throw error
      return { ...old, stale: { code: error.code, message: error.message } }
    }
  }

  /** Windows that share a folder take turns: who comes second finds the list there. */
  async function oneAtATime(
    endpoint: Endpoint,
    signal: AbortSignal,
    maxAge: number,
    work: () => Promise<TagList>,
  ): Promise<TagList> {
    const asked = clock.now()
    for (let waited = 0; ; waited += CLAIM_PAUSE) {
      const release = folder === undefined ? undefined : await folder.claim(keyOf(endpoint))
      if (folder === undefined || release !== undefined || waited >= CLAIM_PATIENCE) {
        return work().finally(() => release?.())
      }
      await options.wait(CLAIM_PAUSE, signal)
      const age = clock.now() - asked + maxAge
      const done = await cache.get(endpoint, age, place => options.logins.find(place, signal))
      if (done !== undefined) return done
    }
  }

  async function list(
    endpoint: Endpoint,
    signal: AbortSignal,
    onProgress: (progress: TagProgress) => void,
  ): Promise<TagList> {
    const access = open(endpoint, signal)
    const whole = await listTags(access, endpoint, unpaged, onProgress)
    const found = access.found()
    const { login, failures = [] } = found ?? {}
    const notes = [
      ...failures.map(({ message }) => message),
      ...whole.warnings.map(text => visible(text.trim())),
    ]
    const result: TagList = {
      tags: whole.tags,
      dropped: whole.dropped,
      pages: whole.pages,
      credential: login?.source ?? 'anonymous',
      listedAt: clock.now(),
      ...(endpoint.mirrorOf !== undefined && { mirror: endpoint.host }),
      ...(notes.length > 0 && { notes }),
    }
    await cache.put(endpoint, found ? loginId(login) : undefined, result)
    return result
  }

  /** One thing about one tag, shared between those who want it at the same time. */
  async function ofTag<T>(
    what: string,
    source: ImageSource,
    tag: string,
    signal: AbortSignal,
    find: (access: Access, repository: string) => Promise<T>,
  ): Promise<T> {
    const endpoint = await admit(source, signal)
    const key = JSON.stringify([what, endpoint.host, endpoint.repository, source.insecure, tag])
    return inFlight.share(key, signal, undefined, own => find(open(endpoint, own), endpoint.repository))
  }

  return {
    tags,
    digest: (source, tag, signal) =>
      ofTag('digest', source, tag, signal, (access, repository) => digestOf(access, repository, tag)),
    details: (source, tag, signal) =>
      ofTag('details', source, tag, signal, (access, repository) =>
        detailsOf(access, repository, tag, known),
      ),
    async trials(source, signal) {
      const endpoint = await admit(source, signal)
      return trialsOf(endpoint, options.logins, fixed => open(endpoint, signal, fixed), signal)
    },
    async hostToAllow(source) {
      const endpoint = endpointOf(source, settings)
      const isOpen = endpoint.mirrorOf === undefined && (await consent.isOpen(endpoint.host))
      return isOpen ? endpoint.host : undefined
    },
    close: () => options.transport.close(),
  }
}

/** A week, in ms: what is shown, with its age, while the registry cannot be reached. */
const STALE_AGE = 7 * 86_400_000

/** Failures of the line, not of the question or of trust. */
const PASSING = ['E_DNS', 'E_REFUSED', 'E_TIMEOUT', 'E_NET', 'E_PROXY', 'E_RATE_LIMITED', 'E_STATUS'] as const

/** Milliseconds between two looks whether another window is done, and after which one asks for oneself. */
const CLAIM_PAUSE = 250
const CLAIM_PATIENCE = 30_000
