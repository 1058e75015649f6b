import type { Failure } from '../ports.ts'

/** The codes with which a registry request fails; an API, listed with their meaning in docs/registry.md. */
export type FailureCode =
  | 'E_ADDRESS'
  | 'E_CANCELLED'
  | 'E_CHALLENGE'
  | 'E_CREDENTIALS'
  | 'E_DIGEST'
  | 'E_DNS'
  | 'E_DOCKER_CONFIG'
  | 'E_ENCODING'
  | 'E_HELPER'
  | 'E_HELPER_MISSING'
  | 'E_HELPER_TIMEOUT'
  | 'E_HOST_NOT_APPROVED'
  | 'E_IMAGE_HOST'
  | 'E_IMAGE_NAME'
  | 'E_IMAGE_SCHEME'
  | 'E_IMAGE_TAG'
  | 'E_LINK'
  | 'E_LINK_ORIGIN'
  | 'E_LOGIN_NEEDED'
  | 'E_LOOP'
  | 'E_NET'
  | 'E_NOT_FOUND'
  | 'E_NOT_JSON'
  | 'E_OFFLINE'
  | 'E_PLAIN_LOGIN'
  | 'E_PROXY'
  | 'E_PROXY_AUTH'
  | 'E_RATE_LIMITED'
  | 'E_REALM'
  | 'E_REALM_UNTRUSTED'
  | 'E_REDIRECT_DOWNGRADE'
  | 'E_REDIRECT_HOST'
  | 'E_REDIRECT_LOOP'
  | 'E_REDIRECT_TARGET'
  | 'E_REFUSED'
  | 'E_SETTINGS'
  | 'E_SHAPE'
  | 'E_STATUS'
  | 'E_TIMEOUT'
  | 'E_TLS'
  | 'E_TLS_CA'
  | 'E_TLS_EXPIRED'
  | 'E_TLS_NAME'
  | 'E_TLS_PLAIN'
  | 'E_TOKEN'
  | 'E_TOO_LARGE'
  | 'E_TOO_MANY'
  | 'E_TOO_MANY_PAGES'

/** A `Failure` that can be thrown: it carries a stack for the log. */
export type ThrownFailure = Error &
  Failure & {
    readonly code: FailureCode
  }

/** Makes a failure to throw. `message` is prose for the user and holds no secret. */
export function failure(code: FailureCode, message: string, cause?: unknown): ThrownFailure {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.assign(error, { name: code, code })
}

/** Whether a caught value is one of our failures, of the given code where one is given. */
export function isFailure(value: unknown, code?: FailureCode): value is ThrownFailure {
  if (!(value instanceof Error) || !('code' in value) || typeof value.code !== 'string') return false
  return code === undefined ? value.code.startsWith('E_') : value.code === code
}
