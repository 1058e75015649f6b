import type { Snapshot } from './snapshot.ts'

/**
 * An answer about one thing of a snapshot, found at most once a snapshot. For what many markers ask of the same
 * object. Two things of one key are the same thing; a thing is its own key where `keyOf` is absent.
 */
export function recalled<About, Answer>(
  answer: (snapshot: Snapshot, about: About) => Answer,
  keyOf: (about: About) => unknown = about => about,
): (snapshot: Snapshot, about: About) => Answer {
  const answers = () => new Map<unknown, { readonly value: Answer }>()
  return (snapshot, about) => {
    const known = snapshot.recall(answers)
    const key = keyOf(about)
    const found = known.get(key) ?? { value: answer(snapshot, about) }
    known.set(key, found)
    return found.value
  }
}

/** The same for an answer that has nothing to do with what registries say: found once for the same files. */
export function recalledOfFiles<About, Answer>(
  answer: (snapshot: Snapshot, about: About) => Answer,
  keyOf?: (about: About) => unknown,
): (snapshot: Snapshot, about: About) => Answer {
  const known = recalled(answer, keyOf)
  return (snapshot, about) => known(snapshot.unanswered, about)
}
