import type { Failure } from '../../ports.ts'
import { type Consent, isWellKnown } from '../consent.ts'
import type { Login, Logins } from '../credentials/login.ts'
import { failure, isFailure } from '../failure.ts'
import type { HttpResponse } from '../transport.ts'
import { addressClass } from './address.ts'
import { type Challenge, parseChallenges } from './challenge.ts'
import type { Endpoint } from './endpoint.ts'
import type { Budget, Exchange } from './exchange.ts'
import { checkRealm } from './realm.ts'
import { redirectTarget } from './redirect.ts'
import { statusFailure } from './status-failure.ts'
import { basic, type TokenQuestion, type Tokens, tokenRefusal } from './token.ts'

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

export interface Question {
  readonly method?: 'GET' | 'HEAD'
  readonly accept: string
  readonly maxBytes: number
}

/** One undertaking at one repository: it begins anonymously and logs in when asked to. */
export interface Access {
  /** Asks for a URL, or for a path below the repository. Gives any answer but 401 and redirects; `url` is the last one. */
  ask(target: URL | string, question: Question): Promise<{ readonly answer: HttpResponse; readonly url: URL }>
  /** The failure that an answer means. */
  refusal(answer: HttpResponse, what: string): Error
  /** Whose eyes have seen; `asked` is false while the registry wanted to know nobody's name. */
  login(): {
    readonly login: Login | undefined
    readonly asked: boolean
    readonly failures: readonly Failure[]
  }
}

/** Opens a repository. `fixed` replaces the chain of logins by one, or by none, to try out what it is worth. */
export function openRepository(
  context: AccessContext,
  endpoint: Endpoint,
  budget: Budget,
  signal: AbortSignal,
  fixed?: { readonly login?: Login },
): Access {
  let origin: URL | undefined
  let authorization: string | undefined
  let found: { readonly login?: Login; readonly failures: readonly Failure[] } | undefined

  const send = (url: URL, question: Question, headers: Record<string, string>) =>
    context.exchange({
      url,
      method: question.method ?? 'GET',
      headers: { accept: question.accept, 'user-agent': 'fluxmark', ...headers },
      maxBytes: question.maxBytes,
      reach: isWellKnown(url.host) && url.hostname !== origin?.hostname ? 'public' : 'own',
      limits: endpoint.limits,
      budget,
      signal,
    })

  /** The first answer decides the scheme; whoever comes meanwhile waits for it, if only to the end of this attempt. */
  async function first(path: string, question: Question): Promise<{ answer: HttpResponse; url: URL }> {
    const { host, origins } = endpoint
    await context.finding.get(host)
    origin ??= context.origins.get(host)
    if (origin !== undefined || origins.length === 1)
      return tryOrigins(origin ? [origin] : origins, path, question)
    const found = tryOrigins(origins, path, question)
    context.finding.set(
      host,
      found.catch(() => undefined),
    )
    return found.finally(() => context.finding.delete(host))
  }

  /** Plain HTTP only where it is allowed (it is among the candidates then) and TLS was not spoken at all. */
  async function tryOrigins(
    candidates: readonly URL[],
    path: string,
    question: Question,
  ): Promise<{ answer: HttpResponse; url: URL }> {
    for (const [index, candidate] of candidates.entries()) {
      origin = candidate
      const url = new URL(`/v2/${endpoint.repository}/${path}`, candidate)
      const isLast = index === candidates.length - 1
      const answer = await send(url, question, authorized(url)).catch(error => {
        if (!isLast && FALL_BACK.some(code => isFailure(error, code))) return undefined
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

  /** A login goes to the origin of the registry, and nowhere else. */
  function authorized(url: URL): Record<string, string> {
    return authorization !== undefined && url.origin === origin?.origin ? { authorization } : {}
  }

  async function ask(target: URL | string, question: Question): Promise<{ answer: HttpResponse; url: URL }> {
    let { answer, url } =
      typeof target === 'string'
        ? await first(target, question)
        : { answer: await send(target, question, authorized(target)), url: target }
    let logins = 0
    let hops = 0
    for (;;) {
      if (answer.status === 401 && url.origin === origin?.origin && logins < 2) {
        const isNew = await logIn(answer, url, logins > 0)
        if (!isNew) return { answer, url }
        logins++
      } else if (REDIRECTS.includes(answer.status)) {
        if (++hops > 5) throw failure('E_REDIRECT_LOOP', `${endpoint.host} redirects in circles.`)
        url = await followed(answer, url)
      } else {
        return { answer, url }
      }
      answer = await send(url, question, authorized(url))
    }
  }

  async function followed(answer: HttpResponse, from: URL): Promise<URL> {
    const url = redirectTarget(answer.header('location')[0], from)
    if (url.host !== from.host && !(await context.consent.allows(url.host, endpoint.host))) {
      throw failure('E_REDIRECT_HOST', `${from.host} redirects to ${url.host}, which has not been approved.`)
    }
    return url
  }

  /** Gets ready to answer a 401. False where there is nothing new to answer it with. */
  async function logIn(answer: HttpResponse, url: URL, isRetry: boolean): Promise<boolean> {
    const challenges = parseChallenges(answer.header('www-authenticate'))
    const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'))
    const chosen = bearer ?? challenges.find(({ scheme }) => scheme === 'basic' || scheme === 'bearer')
    if (chosen === undefined) throw unsupported(endpoint.host, challenges)
    found ??= fixed ? { ...fixed, failures: [] } : await context.logins.find(endpoint, signal)
    const { login } = found
    if (login !== undefined && url.protocol === 'http:' && !endpoint.allowsPlainLogin) {
      throw failure(
        'E_PLAIN_LOGIN',
        `${endpoint.host} speaks plain HTTP, where a login can be read by others; refused. "insecure": true of this host in fluxmark.registries allows it.`,
      )
    }
    const before = authorization
    if (login?.registryToken !== undefined && chosen.scheme === 'bearer')
      authorization = `Bearer ${login.registryToken}`
    else if (chosen.scheme === 'bearer') authorization = `Bearer ${await token(chosen, url, login, isRetry)}`
    else if (login?.password !== undefined) authorization = basic(login)
    return authorization !== before
  }

  async function token(
    challenge: Challenge,
    url: URL,
    login: Login | undefined,
    isRetry: boolean,
  ): Promise<string> {
    const realm = checkRealm(challenge.parameters.get('realm'), {
      registry: new URL(url.origin),
      hasLogin: login !== undefined,
      approved: endpoint.tokenServers,
    })
    const service = challenge.parameters.get('service')
    const scopes = scopesOf(challenge, endpoint.repository)
    const question: TokenQuestion = { realm, service, scopes, login }
    // The registry has just refused what we hold: an expired token, in the middle of a listing perhaps.
    if (isRetry || authorization !== undefined) context.tokens.drop(question)
    const isOwn =
      realm.hostname === url.hostname || endpoint.tokenServers.includes(realm.host) || isLiteral(realm)
    return context.tokens.get(
      question,
      (to, headers, form) =>
        context.exchange({
          url: to,
          method: form === undefined ? 'GET' : 'POST',
          headers: { accept: 'application/json', 'user-agent': 'fluxmark', ...headers },
          ...(form !== undefined && { body: form }),
          maxBytes: 64 << 10,
          reach: isOwn ? 'own' : 'public',
          limits: endpoint.limits,
          budget,
          signal,
        }),
      refused => tokenFailure(refused, realm),
    )
  }

  function tokenFailure(answer: HttpResponse, realm: URL): Error {
    if (answer.status === 401 || answer.status === 403) return refusal(answer, endpoint.repository)
    return failure('E_TOKEN', `The token server ${realm.host} gave no token: ${tokenRefusal(answer)}`)
  }

  function refusal(answer: HttpResponse, what: string): Error {
    const isDenied = answer.status === 401 || answer.status === 403
    if (isDenied) context.logins.forget(endpoint.host)
    return statusFailure(answer, {
      host: endpoint.host,
      what,
      login: found?.login,
      loginFailures: found?.failures ?? [],
    })
  }

  return {
    ask,
    refusal,
    login: () => ({ login: found?.login, asked: found !== undefined, failures: found?.failures ?? [] }),
  }
}

/** Where TLS was not spoken. A certificate's fault is not among them: it never leads to plain HTTP. */
const FALL_BACK = ['E_TLS_PLAIN', 'E_REFUSED', 'E_TIMEOUT'] as const

const REDIRECTS = [301, 302, 303, 307, 308]

function isLiteral(url: URL): boolean {
  return addressClass(url.hostname) !== 'name'
}

/** To pull, and what else of this repository the registry says that it takes to read (Azure: `metadata_read`). */
function scopesOf(challenge: Challenge, repository: string): readonly string[] {
  const own = `repository:${repository}:pull`
  const asked = challenge.parameters.get('scope') ?? ''
  const isReading = asked.startsWith(`repository:${repository}:`) && !/push|delete|\*|\s/.test(asked)
  return isReading && asked !== own ? [asked, own] : [own]
}

function unsupported(host: string, challenges: readonly Challenge[]): Error {
  const schemes = challenges.map(({ scheme }) => scheme).join(', ')
  return failure(
    'E_CHALLENGE',
    `${host} wants a login by ${schemes || 'no known scheme'}; Basic and Bearer are known.`,
  )
}
