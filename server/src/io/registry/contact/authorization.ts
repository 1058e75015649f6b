import { failure } from '../../../flux/failure.ts'
import type { Failure } from '../../../ports.ts'
import type { Login } from '../../credentials/login.ts'
import type { HttpResponse } from '../../network/transport.ts'
import { addressClass } from './address.ts'
import { type Challenge, parseChallenges } from './challenge.ts'
import type { Endpoint } from './endpoint.ts'
import { checkRealm, isTrustedPair, untrustedRealm } from './realm.ts'
import { type AskTokenServer, basic, type Tokens } from './token.ts'

/** What was found for a repository: a login, and what kept others from being found. */
export interface FoundLogin {
  readonly login?: Login
  readonly failures: readonly Failure[]
}

export interface AuthorizationOptions {
  readonly endpoint: Endpoint
  readonly tokens: Tokens
  /** Looks for a login, once, and only after the registry has asked for one. */
  readonly find: () => Promise<FoundLogin>
  /** Whether a host that only the registry has brought up may be asked at all, without a login. */
  readonly mayAsk: (host: string) => Promise<boolean>
  /** Sends a request to the token server, whose addresses must be public where the user has not approved it. */
  readonly askTokenServer: (reach: 'own' | 'public') => AskTokenServer
  /** The failure of a token server. */
  readonly refused: (answer: HttpResponse, realm: URL) => Error
}

/** The registry's right to an answer, while it lasts: nothing at first, then what its challenges ask for. */
export interface Authorization {
  /** The value of the Authorization header, if there is one yet. */
  readonly header: () => string | undefined
  /** What was found; undefined while the registry has wanted to know nobody's name. */
  readonly found: () => FoundLogin | undefined
  /** Gets ready to answer a 401 from a URL. False where there is nothing new to answer it with. */
  readonly prepare: (refusal: HttpResponse, url: URL, isRetry: boolean) => Promise<boolean>
}

export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { endpoint, tokens } = options
  let header: string | undefined
  let found: FoundLogin | undefined

  async function prepare(refusal: HttpResponse, url: URL, isRetry: boolean): Promise<boolean> {
    const challenge = chosenFrom(parseChallenges(refusal.header('www-authenticate')), endpoint.host)
    found ??= await options.find()
    const { login } = found
    if (login !== undefined && url.protocol === 'http:' && !endpoint.allowsPlainLogin) {
      throw failure(
        'E_PLAIN_LOGIN',
        `${endpoint.host} speaks plain HTTP, where a login can be read by others; refused. "insecure": true of this host in fluxmark.registries allows it.`,
      )
    }
    const before = header
    if (challenge.scheme === 'basic') header = login?.password === undefined ? header : basic(login)
    else header = `Bearer ${login?.registryToken ?? (await token(challenge, url, login, isRetry))}`
    return header !== before
  }

  async function token(
    challenge: Challenge,
    url: URL,
    login: Login | undefined,
    isRetry: boolean,
  ): Promise<string> {
    const { repository, tokenServers } = endpoint
    const pair = { registry: new URL(url.origin), approved: tokenServers }
    const realm = checkRealm(challenge.parameters.get('realm'), { ...pair, hasLogin: login !== undefined })
    const isTrusted = isTrustedPair(realm, pair)
    if (!isTrusted && !(await options.mayAsk(realm.host)))
      throw untrustedRealm(realm, pair.registry, 'names another host as its token server,')
    const service = challenge.parameters.get('service')
    const question = { realm, service, scopes: scopesOf(challenge, repository), login }
    // The registry has just refused what we hold: an expired token, in the middle of a listing perhaps.
    if (isRetry || header !== undefined) tokens.drop(question)
    // A literal address has been judged; a name that only the registry has brought up may lead anywhere.
    const isSettled = isTrusted || addressClass(realm.hostname) !== 'name'
    const ask = options.askTokenServer(isSettled ? 'own' : 'public')
    return tokens.get(question, ask, answer => options.refused(answer, realm))
  }

  return { header: () => header, found: () => found, prepare }
}

/** Bearer where it names its token server, else Basic; a Bearer without one is judged with it. */
function chosenFrom(challenges: readonly Challenge[], host: string): Challenge {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'))
  const chosen = bearer ?? challenges.find(({ scheme }) => scheme === 'basic' || scheme === 'bearer')
  if (chosen !== undefined) return chosen
  const schemes = challenges.map(({ scheme }) => scheme).join(', ') || 'no known scheme'
  throw failure('E_CHALLENGE', `${host} wants a login by ${schemes}; Basic and Bearer are known.`)
}

/** To pull, and what else of this repository the registry says that it takes to read (Azure: `metadata_read`). */
function scopesOf(challenge: Challenge, repository: string): readonly string[] {
  const own = `repository:${repository}:pull`
  const asked = challenge.parameters.get('scope') ?? ''
  const isReading = asked.startsWith(`repository:${repository}:`) && !/push|delete|\*|\s/.test(asked)
  return isReading && asked !== own ? [asked, own] : [own]
}
