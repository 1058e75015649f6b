import type { Failure } from '../../ports.ts'

/** The codes with which the Git port rejects; an API, listed with their meaning in docs/git.md. */
export type GitFailureCode =
  | 'E_BLOB_MISMATCH'
  | 'E_BRANCH_CHECKED_OUT'
  | 'E_BRANCH_NAME'
  | 'E_BRANCH_NOT_FOUND'
  | 'E_BRANCH_OVERWRITE'
  | 'E_CONFIG'
  | 'E_DETACHED'
  | 'E_GIT'
  | 'E_GITFILE'
  | 'E_GIT_MISSING'
  | 'E_GIT_TIMEOUT'
  | 'E_HOOK'
  | 'E_INDEX'
  | 'E_INDEX_LOCKED'
  | 'E_INDEX_MOVED'
  | 'E_IN_PROGRESS'
  | 'E_MESSAGE'
  | 'E_NEED_SYSTEM_GIT'
  | 'E_NO_IDENTITY'
  | 'E_NO_REPO'
  | 'E_NOT_FILE'
  | 'E_NOT_TRACKED'
  | 'E_NOT_TRUSTED'
  | 'E_OBJECT_MISSING'
  | 'E_PUSH'
  | 'E_PUSH_AUTH'
  | 'E_PUSH_DENIED'
  | 'E_PUSH_NET'
  | 'E_PUSH_NOT_FOUND'
  | 'E_PUSH_NO_REMOTE'
  | 'E_PUSH_POLICY'
  | 'E_PUSH_REDIRECT'
  | 'E_PUSH_REJECTED'
  | 'E_PUSH_SSH'
  | 'E_PUSHED'
  | 'E_REF'
  | 'E_REF_LOCKED'
  | 'E_REF_MOVED'
  | 'E_SIGN'
  | 'E_STAGED_CONFLICT'
  | 'E_SYMLINK'
  | 'E_UNBORN'
  | 'E_UNDO'
  | 'E_UNSAFE_OWNER'
  | 'E_WRITE'

/**
 * What the Git port rejects with: an `Error` that is also a `Failure`, its message in the order what, where, why,
 * what to do. An edit's own failure passes with the code that it brings.
 */
export function failure(code: GitFailureCode, message: string): Error & Failure {
  return fromFailure({ code, message })
}

/** A failure that came as a value, to throw. */
export function fromFailure({ code, message }: Failure): Error & Failure {
  return Object.assign(new Error(message), { code })
}

/** The built-in writer cannot serve here, the user's own Git may. `why` completes "the built-in writer …". */
export function needsSystemGit(why: string): Error & Failure {
  return failure('E_NEED_SYSTEM_GIT', `The built-in writer ${why}.`)
}

/** Whether something thrown carries one of these codes (ours, `E_…`, or one of Node's, `ENOENT`). */
export function hasCode(error: unknown, ...codes: readonly string[]): error is Error & Failure {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

/** Whether something thrown is a failure of ours, and not a bug. */
export function isFailure(error: unknown): error is Error & Failure {
  return error instanceof Error && 'code' in error && /^E_/.test(String(error.code))
}
