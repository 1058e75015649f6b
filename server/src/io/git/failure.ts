import type { Failure } from '../../ports.ts'

/**
 * What the Git port rejects with: an `Error` that is also a `Failure`, its message in the order what, where, why,
 * what to do. Codes: the table in docs/git.md.
 */
export function failure(code: string, message: string): Error & Failure {
  return Object.assign(new Error(message), { code })
}

/** The built-in writer cannot serve here, the user's own Git may. `why` completes "the built-in writer …". */
export function needsSystemGit(why: string): Error & Failure {
  return failure('E_NEED_SYSTEM_GIT', `the built-in writer ${why}`)
}

/** Whether something thrown carries this code (ours, `E_…`, or one of Node's, `ENOENT`). */
export function hasCode(error: unknown, ...codes: readonly string[]): error is { readonly code: string } {
  return error instanceof Error && 'code' in error && codes.includes(error.code as string)
}

/** Whether something thrown is a failure of ours, and not a bug. */
export function isFailure(error: unknown): error is Error & Failure {
  return error instanceof Error && 'code' in error && /^E_/.test(String(error.code))
}
