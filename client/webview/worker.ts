// Computes what the playground shows, away from the page: the same code as everywhere else in Fluxmark.

import {
  groupFinder,
  type Playing,
  type PlayRequest,
  playedTag,
  playing,
} from '../../server/src/flux/played/played.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import type { FromWorker, ToWorker, Wanted } from './messages.ts'

let request: PlayRequest = { tags: [], generation: 'flux-2.7' }
let result = playing(request)
/** What was last told of a tag that is tried, for as long as the request stays. */
let told: FromWorker['tried']

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const { tags, rules, number } = data
  if (tags || rules) {
    request = { ...(rules ?? request), tags: tags ?? request.tags }
    result = playing(request, result)
    told = undefined
  }
  postMessage(answer(result, data, number))
})

function answer(
  { counts, problem, selected, other, rows, rowAt }: Playing,
  { from, count, stages, text, tried }: Wanted,
  number: number,
): FromWorker {
  const shown = rows(stages, text)
  const groupsOf = groupFinder(request.filter)
  if (told?.tag !== tried) told = tried === '' ? undefined : fateOf(tried)
  return {
    counts,
    ...(problem === undefined ? {} : { problem }),
    ...(selected ? { selected } : {}),
    ...(other ? { other } : {}),
    number,
    from,
    total: shown.length,
    rows: shown.slice(from, from + count).map(place => {
      const row = rowAt(place)
      return { ...row, groups: groupsOf(row.tag) }
    }),
    ...(told ? { tried: told } : {}),
  }
}

function fateOf(tag: string): NonNullable<FromWorker['tried']> {
  const fate = playedTag(request, result, tag)
  return {
    tag,
    isListed: request.tags.includes(tag),
    ...(isGoError(fate) ? { reason: fate.err } : { stage: fate.stage, reason: fate.reason }),
  }
}
