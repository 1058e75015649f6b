import { selectionOf } from '../selection/selection.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'

/** The tag that a proposed policy selects of these; undefined where it selects none. */
export function selectedByProposal(
  { filterTags, policy }: ProposedPolicy,
  tags: readonly string[],
  exclusionList: readonly string[] | undefined,
): string | undefined {
  const filter = filterTags && { pattern: filterTags.pattern, extract: filterTags.extract ?? '' }
  const selection = selectionOf({ image: '', tags, exclusionList, policy, filter, fluxVersion: 'auto' })
  return selection.state === 'latest' ? selection.tag : undefined
}
