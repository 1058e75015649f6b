import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Playing, type PlayRequest, playedTag, playing } from '../../server/src/flux/played/played.ts'

const tags = Array.from(
  { length: 400 },
  (_, at) =>
    [`v${at % 5}.${at % 11}.${at}`, `${at % 3}.${at % 7}.0-rc.${at}`, `main-${at}-${at * 7}`, `x${at}.sig`][
      at % 4
    ] ?? '',
)

/** What somebody may type, one after the other: each differs from the one before in one thing. */
const typed: readonly PlayRequest[] = (
  [
    { policy: { semver: { range: '1.x' } } },
    { policy: { semver: { range: '>=1.0.0-0' } } },
    { policy: { semver: { range: '>=1.0.0-0 <2' } }, generation: 'flux-2.6' },
    { policy: { semver: { range: '>=1.0.0-0 <' } } },
    { policy: { semver: { range: '*' } }, filter: { pattern: '^v(.*)$', extract: '$1' } },
    { policy: { semver: { range: '*' } }, filter: { pattern: '^v?(?P<a>[0-9]+[.][0-9]+)', extract: '$a.0' } },
    {
      policy: { semver: { range: '0.x' } },
      filter: { pattern: '^v?(?P<a>[0-9]+[.][0-9]+)', extract: '$a.0' },
    },
    { policy: { numerical: {} }, filter: { pattern: '^main-([0-9]+)', extract: '$1' } },
    { policy: { numerical: { order: 'desc' } }, filter: { pattern: '^main-([0-9]+)', extract: '$1' } },
    { policy: { numerical: { order: 'desc' } }, filter: { pattern: '^main-([0-9]+', extract: '$1' } },
    { policy: { numerical: { order: 'desc' } }, filter: { pattern: '^main-([0-9]+)', extract: '' } },
    { policy: { alphabetical: {} }, filter: { pattern: '^main-', extract: '' } },
    { policy: { alphabetical: {} }, exclusionList: ['^v', 'rc'] },
    { policy: { alphabetical: {} }, exclusionList: ['^v', '('] },
    { exclusionList: ['^v'] },
    { policy: { semver: { range: '1.x' } }, tags: [...tags, 'v1.99.0'] },
    { policy: { semver: { range: '1.x' } } },
  ] satisfies readonly Partial<PlayRequest>[]
).map(request => ({ tags, generation: 'flux-2.7', ...request }))

function shown(result: Playing): unknown {
  const { counts, problem, selected, other } = result
  const rows = result.rows([], '')
  const some = result.rows(['not-latest', 'excluded'], '1')
  return {
    ...{ counts, problem, selected, other },
    rows: rows.slice(0, rows.length).map(result.rowAt),
    // From the middle on, and past the end.
    some: some.slice(3, some.length + 9).map(result.rowAt),
  }
}

test('what is typed is answered as if nothing had been typed before', () => {
  let last: Playing | undefined
  for (const request of [...typed, ...typed.toReversed()]) {
    last = playing(request, last)
    assert.deepEqual(shown(last), shown(playing(request)), JSON.stringify(request.policy))
    assert.deepEqual(playedTag(request, last, '1.2.3'), playedTag(request, playing(request), '1.2.3'))
  }
})

test('a tag is shown only where it holds the text and ends at a stage that is asked for', () => {
  const request: PlayRequest = { policy: { semver: { range: '1.x' } }, tags, generation: 'flux-2.7' }
  const result = playing(request)
  const all = result.rows([], '').slice(0, tags.length).map(result.rowAt)
  const some = result.rows(['not-latest', 'out-of-range'], '.1')
  assert.deepEqual(
    some.slice(0, some.length).map(result.rowAt),
    all.filter(
      ({ tag, stage }) => (stage === 'not-latest' || stage === 'out-of-range') && tag.includes('.1'),
    ),
  )
  assert.ok(some.length > 10 && some.length < all.length)
})
