import { isGoError } from '../../go/go-error.ts'
import type { Failure } from '../failure.ts'
import { semverGeneration } from '../version/flux-version.ts'
import { latestOf, type PolicyChoice, policer } from './policy.ts'
import { type TagRemark, tagRemarks } from './tag-remarks.ts'
import { candidatesOf, storedTags, type TagFilter } from './tags.ts'

/** Everything that decides which tag a policy selects: a value, so that a worker thread can be asked. */
export interface SelectionRequest {
  /** The image's canonical name. */
  readonly image: string
  /** The tags as the registry listed them. */
  readonly tags: readonly string[]
  readonly exclusionList: readonly string[] | undefined
  readonly policy: PolicyChoice
  readonly filter: TagFilter | undefined
  /** The Flux version whose rules count: `2.9`, or `auto` for the newest. */
  readonly fluxVersion: string
}

/** How many tags were listed, left out by the exclusion list, kept by the filter, and could be the latest. */
export interface TagCounts {
  readonly listed: number
  readonly excluded: number
  readonly matched: number
  readonly eligible: number
}

/** The tag that was selected out of a tag list, or Flux's words for why none was. */
export type Selection =
  | {
      readonly state: 'latest'
      readonly tag: string
      readonly ambiguous: boolean
      readonly counts: TagCounts
      readonly remarks: readonly TagRemark[]
    }
  | {
      readonly state: 'failed'
      readonly failure: Failure
      readonly counts: TagCounts
      readonly remarks: readonly TagRemark[]
    }
  | { readonly state: 'invalid'; readonly reason: string }

/** What decides a selection but for the tags, as text: two requests of one key and one tag list have one answer. */
export function selectionKey({
  image,
  exclusionList,
  policy,
  filter,
  fluxVersion,
}: SelectionRequest): string {
  return JSON.stringify([image, exclusionList, policy, filter, fluxVersion])
}

/** From what a registry lists to the selected tag, as a scan and a policy do it. `invalid` is the user's to fix, in the resource. */
export function selectionOf(request: SelectionRequest): Selection {
  const { tags, exclusionList, policy, filter } = request
  const generation = semverGeneration(request.fluxVersion)
  const chooser = policer(policy, generation)
  if (isGoError(chooser)) return { state: 'invalid', reason: `invalid policy: ${chooser.err}` }
  const stored = storedTags(tags, exclusionList)
  if (isGoError(stored)) return { state: 'invalid', reason: stored.err }
  const candidates = filter && candidatesOf(stored, filter)
  if (isGoError(candidates)) return { state: 'invalid', reason: `failed to filter tags: ${candidates.err}` }
  const { latest, eligible } = latestOf(chooser, stored, candidates)
  const counts = {
    listed: tags.length,
    excluded: tags.length - stored.length,
    matched: (candidates?.keys ?? stored).length,
    eligible,
  }
  const remarks = tagRemarks(policy, filter, { stored, candidates, eligible }, generation)
  if (isGoError(latest))
    return { state: 'failed', failure: { code: 'E_NO_TAG', message: latest.err }, counts, remarks }
  return { state: 'latest', tag: latest.tag, ambiguous: latest.ambiguous, counts, remarks }
}
