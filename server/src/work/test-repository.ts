import { type Failure, failure, failureOf } from '../flux/failure.ts'
import type { ImageSource, Trial } from '../ports.ts'
import type { OpenFolder } from './repository-changes.ts'

/** Tries every source of logins on an image, or says why nothing was tried. */
export async function testRepository(
  { session }: Pick<OpenFolder, 'session'>,
  source: ImageSource,
): Promise<readonly Trial[] | Failure> {
  try {
    if (session.registry) return await session.registry.trials(source, new AbortController().signal)
    throw failure('E_NOT_TRUSTED', 'no registry is asked in a workspace that is not trusted')
  } catch (error) {
    return failureOf(error)
  }
}
