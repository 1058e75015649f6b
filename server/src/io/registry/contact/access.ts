import { failure, isFailure } from '../../../flux/failure.ts'
import type { Login, Logins } from '../../credentials/login.ts'
import type { Consent } from '../../network/consent.ts'
import type { HttpResponse } from '../../network/transport.ts'
import { createAuthorization, type FoundLogin } from './authorization.ts'
import type { Endpoint } from './endpoint.ts'
import type { Budget, Exchange } from './exchange.ts'
import { redirectTarget } from './redirect.ts'
import { statusFailure } from './status-failure.ts'
import { type AskTokenServer, type Tokens, tokenRefusal } from './token.ts'

/** What all repositories share. */
export interface AccessContext {
  readonly exchange: Exchange
  readonly tokens: Tokens
  readonly logins: Logins
  readonly consent: Consent
  /** By host: the origin that answered last, so that plain registries are not asked over TLS each time. */
  readonly origins: Map<string, URL>
  /** By host: somebody is finding the origin out just now, and the others need not all do the same. */
  readonly finding: Map<string, Promise<unknown>>
}

interface Answered {
  readonly answer: HttpResponse
  readonly url: URL
}

interface Question {
  readonly method?: 'GET' | 'HEAD'
  readonly accept: string
  readonly maxBytes: number
}

/** One undertaking at one repository: it begins anonymously and logs in when asked to. */
export interface Access {
  /** Asks for a URL, or for a path below the repository. Gives any answer but 401 and redirects; `url` is the last one. */
  ask(target: URL | string, question: Question): Promise<Answered>
  /** The failure that an answer means. */
  refusal(answer: HttpResponse, what: string): Error
  /** Whose eyes have seen; undefined while the registry wanted to know nobody's name. */
  found(): FoundLogin | undefined
}

/** Opens a repository. `fixed` replaces the chain of logins by one, or by none, to try out what it is worth. */
export function openRepository(
  context: AccessContext,
  endpoint: Endpoint,
  budget: Budget,
  signal: AbortSignal,
  fixed?: { readonly login?: Login },
): Access {
  const { limits } = endpoint
  let origin: URL | undefined

  const authorization = createAuthorization({
    endpoint,
    tokens: context.tokens,
    find: async () => (fixed ? { ...fixed, failures: [] } : context.logins.find(endpoint, signal)),
    mayAsk: host => context.consent.allows(host, endpoint.host),
    askTokenServer,
    refused: (answer, realm) =>
      answer.status === 401 || answer.status === 403
        ? refusal(answer, endpoint.repository)
        : failure('E_TOKEN', `The token server ${realm.host} gave no token: ${tokenRefusal(answer)}`),
  })

  function send(url: URL, { method = 'GET', accept, maxBytes }: Question): Promise<HttpResponse> {
    // A login goes to the origin of the registry, and nowhere else.
    const secret = url.origin === origin?.origin ? authorization.header() : undefined
    const headers = { accept, ...IDENTITY, ...(secret !== undefined && { authorization: secret }) }
    return context.exchange({ url, method, headers, maxBytes, reach: 'own', limits, budget, signal })
  }

  function askTokenServer(reach: 'own' | 'public'): AskTokenServer {
    return (url, more, form) =>
      context.exchange({
        url,
        method: form === undefined ? 'GET' : 'POST',
        headers: { accept: 'application/json', ...IDENTITY, ...more },
        ...(form !== undefined && { body: form }),
        maxBytes: TOKEN_BYTES,
        reach,
        limits,
        budget,
        signal,
      })
  }

  /** The first answer decides the scheme; whoever comes meanwhile waits for it, if only to the end of this attempt. */
  async function first(path: string, question: Question): Promise<Answered> {
    const { host, origins } = endpoint
    // No await where nobody is at it: between looking and beginning nobody else may begin.
    const busy = context.finding.get(host)
    if (busy !== undefined) await busy
    const last = context.origins.get(host)?.origin
    // One image may be allowed plain HTTP where another one of the same host is not.
    origin ??= origins.find(candidate => candidate.origin === last)
    if (origin !== undefined) return tryOrigins([origin], path, question)
    if (origins.length === 1) return tryOrigins(origins, path, question)
    const found = tryOrigins(origins, path, question)
    const settled = found.catch(() => undefined)
    context.finding.set(host, settled)
    return found.finally(() => context.finding.delete(host))
  }

  /** Plain HTTP only where it is allowed (it is among the candidates then) and TLS was not spoken at all. */
  async function tryOrigins(candidates: readonly URL[], path: string, question: Question): Promise<Answered> {
    for (const [index, candidate] of candidates.entries()) {
      origin = candidate
      const url = new URL(`/v2/${endpoint.repository}/${path}`, candidate)
      const isLast = index === candidates.length - 1
      const answer = await send(url, question).catch(error => {
        if (!isLast && isFailure(error, ...FALL_BACK)) return undefined
        // What answered once need not be what answers now.
        context.origins.delete(endpoint.host)
        throw error
      })
      if (answer === undefined) continue
      context.origins.set(endpoint.host, candidate)
      return { answer, url }
    }
    throw failure('E_NET', `${endpoint.host} cannot be asked.`)
  }

  async function ask(target: URL | string, question: Question): Promise<Answered> {
    let { answer, url } =
      typeof target === 'string'
        ? await first(target, question)
        : { answer: await send(target, question), url: target }
    let logins = 0
    let hops = 0
    for (;;) {
      if (answer.status === 401 && url.origin === origin?.origin && logins < 2) {
        const isNew = await authorization.prepare(answer, url, logins > 0)
        if (!isNew) return { answer, url }
        logins++
      } else if (REDIRECTS.includes(answer.status)) {
        if (++hops > 5) throw failure('E_REDIRECT_LOOP', `${endpoint.host} redirects in circles.`)
        url = await followed(answer, url)
      } else {
        return { answer, url }
      }
      answer = await send(url, question)
    }
  }

  async function followed(answer: HttpResponse, from: URL): Promise<URL> {
    const url = redirectTarget(answer.header('location')[0], from)
    if (url.host !== from.host && !(await context.consent.allows(url.host, endpoint.host))) {
      throw failure('E_REDIRECT_HOST', `${from.host} redirects to ${url.host}, which has not been approved.`)
    }
    return url
  }

  function refusal(answer: HttpResponse, what: string): Error {
    const found = authorization.found()
    if (answer.status === 401 || answer.status === 403) context.logins.forget(endpoint.host)
    const { login, failures: loginFailures = [] } = found ?? {}
    return statusFailure(answer, { host: endpoint.host, what, login, loginFailures })
  }

  return { ask, refusal, found: authorization.found }
}

/** Where TLS was not spoken. A certificate's fault is not among them: it never leads to plain HTTP. */
const FALL_BACK = ['E_TLS_PLAIN', 'E_REFUSED', 'E_TIMEOUT'] as const

const REDIRECTS = [301, 302, 303, 307, 308]

const IDENTITY = { 'user-agent': 'fluxmark' }

const TOKEN_BYTES = 64 << 10
