import type { Answer, TagDetails } from '../../flux/answer.ts'
import { failureOf } from '../../flux/failure.ts'
import type { ShownTag } from '../../flux/selection/shown-tags.ts'
import type { Session } from '../../session.ts'

/**
 * Fetches the details of tags that somebody looks at, where they are not known, for the next look. `underWay` holds
 * the keys of those that are being fetched. Without trust nothing is.
 */
export async function lookAt(
  session: Session,
  tags: readonly ShownTag[],
  underWay: Set<string>,
  now: () => number,
): Promise<void> {
  const { registry, snapshot } = session
  if (registry === undefined) return
  const unknown = tags.filter(({ key }) => !snapshot.details.has(key) && !underWay.has(key))
  await Promise.all(
    unknown.map(async ({ key, source, tag }) => {
      underWay.add(key)
      const answer: Answer<TagDetails> = await registry
        .details(source, tag, new AbortController().signal)
        .then(
          value => ({ at: now(), value }),
          error => ({ at: now(), failure: failureOf(error) }),
        )
        .finally(() => underWay.delete(key))
      session.answer({ details: [[key, answer]] })
    }),
  )
}
