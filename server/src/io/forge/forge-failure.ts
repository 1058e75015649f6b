import { failure } from '../../flux/failure.ts'
import { visible } from '../../text/foreign.ts'
import type { HttpResponse } from '../network/transport.ts'
import { retryAfter } from '../registry/contact/retry-after.ts'
import { parseJson } from '../registry/json.ts'
import type { ForgePlace } from './place.ts'
import type { ForgeToken } from './token.ts'

export interface FailureContext {
  readonly place: ForgePlace
  readonly token: ForgeToken
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What a forge's refusal means: what, where, why, what to do. Its own words follow, as text. */
export function forgeFailure(answer: HttpResponse, context: FailureContext): Error {
  const { host, path } = context.place
  const { source } = context.token
  const said = saying(answer.body)
  const quoted = quote(said)
  const limited = rateLimit(answer, context)
  if (limited !== undefined) return failure('E_RATE_LIMITED', `${host} ${limited}.${quoted}`)
  switch (answer.status) {
    case 401:
      return failure(
        'E_FORGE_CREDENTIALS',
        `${host} rejected the token (source: ${source}): it is wrong, revoked or has expired. Make a new one.${quoted}`,
      )
    case 403:
      return denied(answer, context, said)
    case 404:
      return failure(
        'E_FORGE_NOT_FOUND',
        `${path.join('/')} does not exist on ${host}, or is hidden from this token (source: ${source}). Check the address of the remote, and that the token may read the repository.${quoted}`,
      )
    case 400:
    case 405:
    case 409:
    case 410:
    case 422:
      return failure('E_FORGE_REFUSED', `${host} refused the request.${quoted}`)
    default:
      return failure('E_FORGE_STATUS', `${host} answered ${answer.status}. Try again later.${quoted}`)
  }
}

function denied(answer: HttpResponse, { place, token }: FailureContext, said: string): Error {
  const { host } = place
  const source = `(source: ${token.source})`
  const sso = answer.header('x-github-sso')[0]
  if (sso !== undefined) {
    const url = /\burl=(\S+)/.exec(sso)?.[1]
    const isTheirs = url !== undefined && URL.canParse(url) && new URL(url).host === host
    const where = isTheirs ? `Authorize it: ${visible(url)}` : 'Authorize it in the settings of your tokens.'
    return failure(
      'E_FORGE_SSO',
      `The organisation ${place.path[0]} on ${host} wants the token ${source} to be authorized for single sign-on. ${where}`,
    )
  }
  const quoted = quote(said)
  if (/actions is not permitted to create/i.test(said))
    return failure(
      'E_FORGE_DENIED',
      `GitHub Actions may not open pull requests in ${place.path.join('/')}. Allow it in the settings of the repository or the organisation (Actions, General, “Allow GitHub Actions to create and approve pull requests”), or use the token of a person or an app.`,
    )
  const rights = answer.header('x-accepted-github-permissions')[0]
  const needed = rights === undefined ? needs[place.forge] : `it needs the permissions ${visible(rights)}`
  return failure(
    'E_FORGE_DENIED',
    `The token ${source} may not do that in ${place.path.join('/')} on ${host}; ${needed}.${quoted}`,
  )
}

/** A server's words as a sentence. */
function quote(said: string): string {
  return said === '' ? '' : ` It says: ${said}${/[.!?…]$/.test(said) ? '' : '.'}`
}

const needs: Readonly<Record<ForgePlace['forge'], string>> = {
  github: 'it needs the scope repo, or write access to pull requests',
  gitlab: 'it needs the scope api, and the role Developer',
  gitea: 'it needs the scopes write:repository and write:issue',
}

/** How long a forge wants to be left alone; undefined where it does not. GitHub says it with 403, too. */
function rateLimit(answer: HttpResponse, { now }: FailureContext): string | undefined {
  const isOut = ['x-ratelimit-remaining', 'ratelimit-remaining'].some(
    name => answer.header(name)[0]?.trim() === '0',
  )
  const asked = retryAfter(answer.header('retry-after'), now)
  const isLimit = answer.status === 429 || (answer.status === 403 && (isOut || asked !== undefined))
  if (!isLimit) return undefined
  const reset = [...answer.header('x-ratelimit-reset'), ...answer.header('ratelimit-reset')]
  const wait = asked ?? retryAfter(reset, now) ?? 60_000
  return `asked us to wait until ${new Date(now + wait).toISOString().slice(11, 19)} UTC`
}

/** What a forge says of a failure, in one line: `message`, and the reasons below it. Empty where it says nothing. */
function saying(body: Uint8Array): string {
  if (body.length > LONGEST) return ''
  try {
    const words = wordsIn(parseJson(body, '', ''), 0)
    return visible([...new Set(words)].join('; ').trim())
  } catch {
    return ''
  }
}

const LONGEST = 65_536

/** Texts of `{message, errors: [{message} or {resource, field, code}]}`, `{error, error_description}`, `{message: {field: [text]}}`. */
function wordsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (depth > 4 || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.slice(0, 10).flatMap(one => wordsIn(one, depth + 1))
  const at = (name: string): unknown => Reflect.get(value, name)
  const [field, code] = [at('field'), at('code')]
  const fault = typeof field === 'string' && typeof code === 'string' ? [`${field}: ${code}`] : []
  const message = at('message')
  const inner =
    typeof message === 'object' && message !== null && !Array.isArray(message)
      ? Object.entries(message)
          .slice(0, 10)
          .map(([name, one]) => `${name}: ${wordsIn(one, depth + 1).join(', ')}`)
      : wordsIn(message, depth + 1)
  return [
    ...inner,
    ...wordsIn(at('error_description') ?? at('error'), depth + 1),
    ...wordsIn(at('errors'), depth + 1),
    ...fault,
  ]
}
