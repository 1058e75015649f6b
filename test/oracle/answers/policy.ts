import { type PolicyChoice, selectLatest } from '../../../server/src/flux/selection/policy.ts'
import { storedTags, type TagFilter } from '../../../server/src/flux/selection/tags.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'

type Selection = {
  readonly policy: PolicyChoice
  readonly filterTags?: Partial<TagFilter> | null
  readonly tags: readonly string[]
}

export function policy(input: Selection): Answer {
  const filter = input.filterTags && { pattern: '', extract: '', ...input.filterTags }
  const latest = selectLatest(input.policy, filter ?? undefined, input.tags, 'flux-2.7')
  return isGoError(latest) ? latest : { ok: latest.tag }
}

export function scanAndSelect(
  input: Selection & { readonly exclusionList: readonly string[] | null },
): Answer {
  const stored = storedTags(input.tags, input.exclusionList ?? undefined)
  return isGoError(stored) ? stored : policy({ ...input, tags: stored })
}
