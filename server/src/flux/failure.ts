import { type FailureCode, isFailureCode } from './failure-codes.ts'

export type { FailureCode, GitFailureCode } from './failure-codes.ts'

/** The one shape of a failure that came from outside. `code` is an API (`E_…`), `message` is prose without secrets. */
export interface Failure {
  readonly code: FailureCode
  readonly message: string
}

/** A `Failure` that can be thrown: it carries a stack for the log. */
export type ThrownFailure = Error & Failure

/**
 * Makes a failure to throw; every port rejects with one. `message` is prose for the user, in the order what, where,
 * why, what to do, and holds no secret. `cause` is what led to it, for the log.
 */
export function failure(code: FailureCode, message: string, cause?: unknown): ThrownFailure {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.assign(error, { name: code, code })
}

/** Whether something caught is a failure and no bug; where codes are given, one of these. */
export function isFailure(error: unknown, ...codes: readonly FailureCode[]): error is ThrownFailure {
  if (!(error instanceof Error) || !('code' in error) || !isFailureCode(error.code)) return false
  return codes.length === 0 || codes.includes(error.code)
}

/** What a port rejected with, as a value. Anything else is a bug of ours and is thrown on. */
export function failureOf(error: unknown): Failure {
  if (!isFailure(error)) throw error
  const { code, message } = error
  return { code, message }
}
