import { type Selection, type SelectionRequest, selectionOf } from '../../flux/selection/selection.ts'
import { defaultExclusionList } from '../../flux/selection/tags.ts'
import { regexpSize } from '../../go/regexp.ts'
import { Bounded, isTooSlow, serve } from './bounded.ts'

const role = 'selection'
/** Tags times instructions of the patterns, up to which a selection takes some milliseconds at most. */
const cheap = 100_000

/** A selection. Tags are many, and the same at each key that somebody types in a policy: absent, they are those of the question before. */
interface Question {
  readonly request: Omit<SelectionRequest, 'tags'>
  readonly tags?: readonly string[]
}

serve(role, selectionOfKept())

/**
 * Selects as `selectionOf` does, but what may take long (many tags, or a pattern that compiles to a large program) in
 * a thread of its own, for a second at most: then the policy fails with `E_TOO_SLOW`.
 *
 * @param deadline in ms
 */
export function createSelect(deadline: number = 1000): (request: SelectionRequest) => Promise<Selection> {
  const thread = new Bounded<Question, Selection>(new URL(import.meta.url), role, deadline)
  const known = new WeakMap<object, readonly string[]>()
  return async request => {
    if (cost(request) <= cheap) return selectionOf(request)
    const answer = await thread.askOf(at => {
      const { tags, ...rest } = request
      const isKnown = known.get(at) === tags
      known.set(at, tags)
      return isKnown ? { request: rest } : { request: rest, tags }
    })
    return isTooSlow(answer) ? tooSlow(request, answer.after) : answer
  }
}

/** For the thread: answers, and keeps the last list. */
function selectionOfKept(): (question: Question) => Selection {
  let kept: readonly string[] = []
  return ({ request, tags }) => {
    kept = tags ?? kept
    return selectionOf({ ...request, tags: kept })
  }
}

function cost({ tags, filter, exclusionList, policy }: SelectionRequest): number {
  const patterns = [filter?.pattern ?? '', ...(exclusionList ?? defaultExclusionList)]
  const instructions = patterns.reduce((sum, pattern) => sum + 4 + regexpSize(pattern), 0)
  // Every version is compared with every part of a range.
  const range = JSON.stringify(policy).length >> 3
  // A pattern has its price also where there are no tags: it is compiled.
  return (10 + tags.length) * (instructions + range)
}

function tooSlow({ image, tags }: SelectionRequest, after: number): Selection {
  const message = `selecting one of the ${tags.length} tags of ${image} took longer than ${after} ms: make spec.filterTags or the exclusion list simpler`
  return {
    state: 'failed',
    failure: { code: 'E_TOO_SLOW', message },
    counts: { listed: tags.length, excluded: 0, matched: 0, eligible: 0 },
    remarks: [],
  }
}
