import { parseSetter } from '../../flux/markers/marker.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { newestFirst } from '../../flux/selection/newest-first.ts'
import { recalled } from '../../flux/workspace/recalled.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Completion } from '../answers.ts'
import { explainPolicy } from '../explain.ts'
import { visible } from '../texts/words.ts'

/** How many tags are offered at once. Where there are more, typing narrows them down. */
export const maxTags = 200

/**
 * The tags of a marked value, the newest first, while one is typed: behind the colon of an image, or as a whole value
 * behind `tag:` and `newTag:`. A value that is not written yet may not be YAML, so that only the line is read.
 */
export function tagCompletions(
  snapshot: Snapshot,
  { text }: SourceFile,
  offset: number,
): readonly Completion[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(start, end === -1 ? text.length : end)
  const [whole, before = '', value = '', written = ''] = marked.exec(line) ?? []
  const setter = whole === undefined ? undefined : parseSetter(written)
  if (setter === undefined || (setter.part !== 'image' && setter.part !== 'tag')) return []
  const valueAt = start + before.length
  const colon = setter.part === 'image' ? /^[^@]*:(?=[^/]*$)/.exec(value)?.[0].length : 0
  if (colon === undefined || value.includes('@')) return []
  const span = [valueAt + colon, valueAt + value.length] as const
  if (offset < span[0] || offset > span[1]) return []
  const typed = text.slice(span[0], offset)
  return tagsOf(snapshot, setter.policy)
    .filter(({ tag }) => tag.startsWith(typed))
    .slice(0, maxTags)
    .map(
      ({ tag, stage, reason }): Completion => ({
        label: tag,
        kind: 'value',
        detail: stage === 'selected' ? 'the latest' : stage === 'not-latest' ? '' : visible(reason),
        span,
        newText: tag,
      }),
    )
}

/** A line with a marker: what stands before the value, the value without quotes, what the marker names. */
const marked =
  /^(\s*(?:- +)*(?:[\w.$/-]+:[ \t]+|- +)["']?)([^\s#"']*)["']?[ \t]+#[ \t]*\{"\$imagepolicy":[ \t]*"([^"]*)"\}/

/** All tags behind a policy, in the order in which a person picks. */
const tagsOf = recalled(findTags, formatPolicyRef)

function findTags(snapshot: Snapshot, ref: PolicyRef) {
  const [policy] = policies(snapshot, ref)
  const { funnel } = explainPolicy(snapshot, ref)
  return policy && funnel ? newestFirst(policy.resource.policy, funnel) : []
}
