import type { FailureCode } from '../../../../server/src/flux/failure.ts'
import type { Login, LoginSource } from '../../../../server/src/io/credentials/login.ts'
import type { RegistriesSettings } from '../../../../server/src/io/registry/settings.ts'
import type { TestClientOptions } from '../../net/client.ts'
import type { Host, Internet, InternetOptions, Reply, Seen } from '../../net/internet.ts'

/** One story of a registry: what it does, what the user gets, and who saw what. */
export interface Scenario {
  /** The row of docs/registry.md that it plays: a registry, `rule N`, or a code. */
  readonly row: string
  readonly name: string
  /** `ghcr.io/acme/web` where absent. */
  readonly image?: string
  readonly insecure?: boolean
  /** Hosts by name; made anew for each run, since they may count. */
  readonly hosts: () => Readonly<Record<string, Host | Host['answer']>>
  readonly internet?: InternetOptions
  readonly logins?: Readonly<Record<string, Partial<Login>>>
  readonly sources?: readonly LoginSource[]
  readonly allowed?: readonly string[]
  readonly settings?: RegistriesSettings
  readonly client?: (net: Internet) => Partial<TestClientOptions>
  /** Asks for a digest of this tag, rather than for the tags. */
  readonly digestOf?: string
  readonly expect: {
    readonly tags?: readonly string[]
    readonly digest?: string
    readonly code?: FailureCode
    readonly message?: RegExp
    readonly dropped?: number
    readonly credential?: string
    /** All requests, in order. */
    readonly requests?: readonly string[]
    readonly waits?: readonly number[]
  }
  /** Hosts besides the image's own that may be contacted. */
  readonly others?: readonly string[]
  /** Hosts besides the image's own that may see the secret. */
  readonly confidants?: readonly string[]
}

/** The password and every token of the tests hold this word, so that it can be looked for. */
export const SECRET = 's3cret'

export const LOGIN: Partial<Login> = { username: 'me', password: `${SECRET}:with:colons` }

/** A tag list, with further headers. */
export function list(tags: readonly unknown[] | null, headers: Reply['headers'] = {}): Reply {
  return { headers, body: { name: 'acme/web', tags } }
}

/** An error as OCI has it. */
export function refuse(status: number, code: string, message = 'no', headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: { errors: [{ code, message }] } }
}

export function next(target: string): Reply['headers'] {
  return { link: `<${target}>; rel="next"` }
}

/** Wants a Bearer token for everything but the token server's own path; `tokens` are those that are good. */
export function bearer(
  realm: string,
  answer: (seen: Seen) => Reply,
  accepts: (token: string) => boolean = token => token !== '',
): Host['answer'] {
  return seen => {
    if (seen.url.pathname === '/token') return { body: { token: `${SECRET}-token` } }
    const token = /^Bearer (.*)$/.exec(seen.headers.authorization ?? '')?.[1] ?? ''
    if (accepts(token)) return answer(seen)
    return refuse(401, 'UNAUTHORIZED', 'authentication required', {
      'www-authenticate': `Bearer realm="${realm}",service="registry",scope="repository:acme/web:pull"`,
    })
  }
}

/** Wants Basic credentials. */
export function withBasic(answer: (seen: Seen) => Reply): Host['answer'] {
  const expected = `Basic ${Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')}`
  return seen =>
    seen.headers.authorization === expected
      ? answer(seen)
      : refuse(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': 'Basic realm="r"' })
}

/** Answers one after the other; the last one for ever. */
export function inTurn(...replies: readonly Reply[]): Host['answer'] {
  let turn = 0
  return () => replies[Math.min(turn++, replies.length - 1)] ?? {}
}
