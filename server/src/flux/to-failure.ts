import type { Failure } from './answer.ts'

/** What a port rejected with, as a `Failure`; anything else is a bug of ours and is thrown on. */
export function toFailure(error: unknown): Failure {
  if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) {
    const { code, message } = error
    if (typeof code === 'string' && typeof message === 'string') return { code, message }
  }
  throw error
}
