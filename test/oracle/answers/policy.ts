import { type PolicyChoice, selectLatest } from '../../../server/src/flux/policy.ts'
import { storedTags, type TagFilter } from '../../../server/src/flux/tags.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'

type Selection = {
  readonly policy: PolicyChoice
  readonly filterTags?: TagFilter
  readonly tags: readonly string[]
}

export function policy(input: Selection): Answer {
  const latest = selectLatest(input.policy, input.filterTags, input.tags, 'flux-2.7')
  return isGoError(latest) ? latest : { ok: latest.tag }
}

export function scanAndSelect(
  input: Selection & { readonly exclusionList: readonly string[] | null },
): Answer {
  const stored = storedTags(input.tags, input.exclusionList ?? undefined)
  return isGoError(stored) ? stored : policy({ ...input, tags: stored })
}
