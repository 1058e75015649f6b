import type { Failure } from '../ports.ts'

/** What a port rejected with. Anything else is a bug of ours and goes on as it is. */
export function failureOf(error: unknown): Failure {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure>
  if (typeof code !== 'string' || typeof message !== 'string' || !code.startsWith('E_')) throw error
  return { code, message }
}
