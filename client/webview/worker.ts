// Computes what the playground shows, away from the page: the same code as everywhere else in Fluxmark.

import {
  groupFinder,
  type Played,
  type PlayRequest,
  played,
  playedTag,
} from '../../server/src/flux/selection/played.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import type { FromWorker, ToWorker, Wanted } from './messages.ts'

let request: PlayRequest = { tags: [], generation: 'flux-2.7' }
let known: Played | undefined

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const { tags, rules } = data
  if (tags || rules) {
    request = { ...(rules ?? request), tags: tags ?? request.tags }
    known = undefined
  }
  known ??= played(request)
  postMessage(answer(known, data, data.number))
})

function answer(result: Played, { from, count, stages, text, tried }: Wanted, number: number): FromWorker {
  const { rows, ...summary } = result
  const shown =
    stages.length === 0 && text === ''
      ? rows
      : rows.filter(({ tag, stage }) => (stages.length === 0 || stages.includes(stage)) && tag.includes(text))
  const groupsOf = groupFinder(request.filter)
  const fate = tried === '' ? undefined : playedTag(request, tried)
  return {
    ...summary,
    number,
    from,
    total: shown.length,
    rows: shown.slice(from, from + count).map(row => ({ ...row, groups: groupsOf(row.tag) })),
    ...(fate === undefined
      ? {}
      : {
          tried: {
            tag: tried,
            isListed: request.tags.includes(tried),
            ...(isGoError(fate) ? { reason: fate.err } : { stage: fate.stage, reason: fate.reason }),
          },
        }),
  }
}
