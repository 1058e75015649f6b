import type { Failure } from '../../flux/failure.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { visible } from '../texts/words.ts'

/** Whether the registries give what is needed: what an editor shows in one place, all the time. */
export interface RegistryStatus {
  readonly health: 'ok' | 'warning'
  /** In a sentence, where something is wrong. */
  readonly message?: string
  /** Images whose tags could not be had, or of which only an old list is there. */
  readonly failures: readonly (Failure & { readonly image: string })[]
}

export function registryStatus(snapshots: readonly Snapshot[]): RegistryStatus {
  const answers = snapshots.flatMap(({ scans }) => [...scans])
  const failures = answers.flatMap(([image, answer]) => {
    const failure = 'failure' in answer ? answer.failure : answer.value.stale
    return failure === undefined ? [] : [{ image, code: failure.code, message: visible(failure.message) }]
  })
  const [first] = failures
  if (first === undefined) return { health: 'ok', failures }
  const more =
    failures.length > 1 ? `${failures.length} of ${answers.length} images could not be listed. ` : ''
  return { health: 'warning', message: `${more}${first.image}: ${first.message} (${first.code})`, failures }
}
