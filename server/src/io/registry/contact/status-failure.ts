import { failure } from '../../../flux/failure.ts'
import type { Failure } from '../../../ports.ts'
import type { Login } from '../../credentials/login.ts'
import type { HttpResponse } from '../../network/transport.ts'
import { firstError } from '../json.ts'

/** What a failing answer means, with the login that it was given to. */
export interface StatusContext {
  /** The registry, or the token server, that answered. */
  readonly host: string
  /** `repository` or `repository:tag`, for the message. */
  readonly what: string
  readonly login: Login | undefined
  /** Failures of the sources that might have held a login. */
  readonly loginFailures: readonly Failure[]
}

/** The failure for an answer that is neither success nor redirect (§4's table, rows by status). */
export function statusFailure(answer: HttpResponse, context: StatusContext): Error {
  const { host, what } = context
  const said = firstError(answer.body)
  const quoted = said === undefined ? '' : ` It says: ${said}`
  switch (answer.status) {
    case 401:
    case 403:
      return loginFailure(answer.status, quoted, context)
    case 404:
      return failure(
        'E_NOT_FOUND',
        `${what} does not exist on ${host}, or is hidden from this login.${quoted}`,
      )
    default:
      return failure('E_STATUS', `${host} answered ${answer.status} for ${what}.${quoted}`)
  }
}

function loginFailure(status: number, quoted: string, context: StatusContext): Error {
  const { host, what, login, loginFailures } = context
  if (login !== undefined) {
    const remedy = /authorization token has expired/i.test(quoted) ? ECR_REMEDY : ''
    return failure(
      'E_CREDENTIALS',
      `${host} rejected the stored login (source: ${login.source}) with ${status}.${quoted}${remedy}`,
    )
  }
  const [first] = loginFailures
  if (first !== undefined) {
    const code = LOGIN_CODES.find(known => known === first.code) ?? 'E_LOGIN_NEEDED'
    return failure(code, `${host} needs a login, and one could not be had: ${first.message}`)
  }
  return failure(
    'E_LOGIN_NEEDED',
    `${what} does not exist on ${host} or is private, and no login was found (${status}); \`docker login ${host}\` stores one.${quoted}`,
  )
}

const LOGIN_CODES = ['E_DOCKER_CONFIG', 'E_HELPER', 'E_HELPER_MISSING', 'E_HELPER_TIMEOUT'] as const

const ECR_REMEDY =
  ' The token lasts 12 hours: run `aws ecr get-login-password | docker login` again, or set up docker-credential-ecr-login.'
