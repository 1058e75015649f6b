import { failure } from '../../../flux/failure.ts'
import type { Clock } from '../../../ports.ts'
import { type Login, loginId } from '../../credentials/login.ts'
import type { HttpResponse } from '../../network/transport.ts'
import { firstError, parseJson } from '../json.ts'

/** What a token is asked for. */
interface TokenQuestion {
  /** The token server, already checked. */
  readonly realm: URL
  readonly service: string | undefined
  readonly scopes: readonly string[]
  readonly login: Login | undefined
}

/** Sends one request to the token server; the second argument is the form to post, if any. */
export type AskTokenServer = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  form?: string,
) => Promise<HttpResponse>

/** Tokens, kept for as long as they are good. */
export interface Tokens {
  /** A kept token, or a new one. The failure of the token server is thrown by `refused`, which knows the registry. */
  get(question: TokenQuestion, ask: AskTokenServer, refused: (answer: HttpResponse) => Error): Promise<string>
  /** Forgets a token that the registry no longer takes. Says whether there was one. */
  drop(question: TokenQuestion): boolean
}

/** Keeps tokens by token server, service, scopes and login, and no longer than they say that they last. */
export function createTokens(clock: Clock): Tokens {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()

  return {
    async get(question, ask, refused) {
      const key = keyOf(question)
      const known = kept.get(key)
      if (known !== undefined && known.until > clock.now()) return known.token
      const answer = await requestToken(question, ask)
      if (answer.status !== 200) throw refused(answer)
      const { token, seconds } = readToken(answer, question.realm.host)
      for (const [old, { until }] of kept) if (until <= clock.now()) kept.delete(old)
      kept.set(key, { token, until: clock.now() + lifetime(seconds) })
      return token
    },
    drop: question => kept.delete(keyOf(question)),
  }
}

function keyOf({ realm, service, scopes, login }: TokenQuestion): string {
  return JSON.stringify([realm.href, service, scopes, loginId(login)])
}

/** GET with Basic or nobody's name; with an identity token an OAuth2 refresh, and GET where the server knows none. */
async function requestToken(question: TokenQuestion, ask: AskTokenServer): Promise<HttpResponse> {
  const { realm, service, scopes, login } = question
  if (login?.identityToken !== undefined) {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'fluxmark',
      scope: scopes.join(' '),
    })
    if (service !== undefined) form.set('service', service)
    form.set('refresh_token', login.identityToken)
    const answer = await ask(realm, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
    if (answer.status !== 404 || login.password === undefined) return answer
  }
  const url = new URL(realm)
  if (service !== undefined) url.searchParams.set('service', service)
  for (const scope of scopes) url.searchParams.append('scope', scope)
  return ask(url, login?.password === undefined ? {} : { authorization: basic(login) })
}

/** The value of an Authorization header for user name and password. */
export function basic({ username = '', password = '' }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}

function readToken(answer: HttpResponse, host: string): { token: string; seconds: number } {
  const json = parseToken(answer, host)
  const token: unknown = Reflect.get(json, 'token') || Reflect.get(json, 'access_token')
  const seconds: unknown = Reflect.get(json, 'expires_in')
  // Visible ASCII only: anything else could forge further headers.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw failure('E_TOKEN', `The token server ${host} sent no usable token.`)
  }
  return { token, seconds: typeof seconds === 'number' ? seconds : 60 }
}

function parseToken(answer: HttpResponse, host: string): object {
  try {
    return Object(parseJson(answer.body, '', host))
  } catch {
    throw failure('E_TOKEN', `The token server ${host} sent no JSON.`)
  }
}

/** At least a minute, at most twelve hours, and a little less than that, in milliseconds. */
function lifetime(seconds: number): number {
  return (Math.min(Math.max(seconds, 60), 43_200) - 5) * 1000
}

/** What a token server said when it gave no token, without its body's other content. */
export function tokenRefusal(answer: HttpResponse): string {
  return `${answer.status}${suffix(firstError(answer.body))}`
}

function suffix(text: string | undefined): string {
  return text === undefined ? '' : `, ${text}`
}
