import { failure, type ThrownFailure } from '../../../flux/failure.ts'

/** The built-in writer cannot serve here, the user's own Git may. `why` completes "the built-in writer …". */
export function needsSystemGit(why: string): ThrownFailure {
  return failure('E_NEED_SYSTEM_GIT', `The built-in writer ${why}.`)
}
