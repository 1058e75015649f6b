import { isFailure } from '../../flux/failure.ts'

/** Something beside a request: where it fails, the request stands all the same, and a sentence says what was not done. */
export async function tried(what: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (!isFailure(error) || error.code === 'E_CANCELLED') throw error
    return [`${what}: ${error.message}`]
  }
}
