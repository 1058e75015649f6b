import { failure } from '../../flux/failure.ts'
import type { HttpRequest, HttpResponse } from '../network/transport.ts'
import type { Exchange } from '../registry/contact/exchange.ts'
import { redirectTarget } from '../registry/contact/redirect.ts'
import { parseJson } from '../registry/json.ts'
import { DEFAULT_LIMITS } from '../registry/settings.ts'
import { forgeFailure } from './forge-failure.ts'
import type { ForgePlace } from './place.ts'
import type { ForgeToken } from './token.ts'

/** An answer of a forge's interface. */
export interface Answer {
  readonly status: number
  /** What it says; undefined where it says nothing. */
  readonly json: unknown
}

/**
 * Asks a forge: a path below its interface, a body as JSON. Gives answers of success and those of `expected`; anything
 * else rejects with a `Failure`.
 */
export type Talk = (
  method: HttpRequest['method'],
  path: string,
  body?: object,
  expected?: readonly number[],
) => Promise<Answer>

export interface TalkOptions {
  readonly place: ForgePlace
  readonly token: ForgeToken
  readonly exchange: Exchange
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly signal: AbortSignal
}

/**
 * Talks to one forge with one token. The token goes to the origin of the interface and nowhere else: a redirect to
 * another one is refused, and one within it is followed.
 */
export function talkTo({ place, token, exchange, now, signal }: TalkOptions): Talk {
  const budget = { remaining: DEFAULT_LIMITS.totalTime }
  const origin = new URL(place.api)

  function send(url: URL, method: HttpRequest['method'], body: object | undefined): Promise<HttpResponse> {
    return exchange({
      url,
      method,
      headers: {
        accept: place.forge === 'github' ? 'application/vnd.github+json' : 'application/json',
        'user-agent': 'fluxmark',
        authorization: authorization(place, token),
        ...(place.forge === 'github' && { 'x-github-api-version': '2022-11-28' }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      maxBytes: BYTES,
      reach: 'own',
      limits: DEFAULT_LIMITS,
      budget,
      signal,
    })
  }

  return async (method, path, body, expected = []) => {
    let url = new URL(`${place.api}${path}`)
    let answer = await send(url, method, body)
    for (let hops = 0; REDIRECTS.includes(answer.status); hops++) {
      if (hops === 3) throw failure('E_REDIRECT_LOOP', `${place.host} redirects in circles.`)
      url = followed(answer, url, origin)
      // A repository that has moved: what was sent is sent again, or would become a question.
      if (method !== 'GET' && ![307, 308].includes(answer.status)) throw moved(place, url)
      answer = await send(url, method, body)
    }
    const { status } = answer
    if (!((status >= 200 && status < 300) || expected.includes(status)))
      throw forgeFailure(answer, { place, token, now: now() })
    const json =
      answer.body.length === 0
        ? undefined
        : parseJson(answer.body, answer.header('content-type')[0] ?? '', place.host)
    return { status, json }
  }
}

function followed(answer: HttpResponse, from: URL, origin: URL): URL {
  const url = redirectTarget(answer.header('location')[0], from)
  if (url.origin === origin.origin) return url
  throw failure(
    'E_REDIRECT_HOST',
    `${from.host} redirects to ${url.host}; the token is not sent there. Set the address of the remote with git remote set-url, if the repository has moved.`,
  )
}

function moved({ path }: ForgePlace, { href }: URL): Error {
  return failure(
    'E_FORGE_NOT_FOUND',
    `${path.join('/')} has moved to ${href}. Set the new address with git remote set-url.`,
  )
}

function authorization({ forge }: ForgePlace, { token }: ForgeToken): string {
  return forge === 'gitea' ? `token ${token}` : `Bearer ${token}`
}

const REDIRECTS = [301, 302, 303, 307, 308]

/** Of one answer: a page of fifty requests with long descriptions. */
const BYTES = 8 << 20
