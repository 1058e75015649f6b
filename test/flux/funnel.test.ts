import assert from 'node:assert/strict'
import { test } from 'node:test'
import { funnel } from '../../server/src/flux/selection/funnel.ts'
import type { SiftRequest } from '../../server/src/flux/selection/sift.ts'
import { isGoError } from '../../server/src/go/go-error.ts'

const base = { filter: undefined, exclusionList: undefined, generation: 'flux-2.7' } as const

/** Each tag with what became of it. */
function told(request: Omit<SiftRequest, keyof typeof base> & Partial<SiftRequest>): unknown {
  const entries = funnel({ ...base, ...request })
  return isGoError(entries) ? entries : entries.map(({ tag, stage, reason }) => `${tag} ${stage}: ${reason}`)
}

test('every tag is told, in the order of the registry', () => {
  assert.deepEqual(
    told({
      policy: { semver: { range: '1.x' } },
      filter: { pattern: '^(?P<v>[^_]*)', extract: '$v' },
      exclusionList: ['\\.sig$', 'dev'],
      tags: ['1.0.0', '1.2.0_b', 'dev-1', '1.2.0_a', 'latest', '2.0.0_x', '1.3.0-rc.1', '1.0.0.sig'],
    }),
    [
      '1.0.0 not-latest: 1.2.0_a is the highest version in the range 1.x',
      '1.2.0_b filtered: 1.2.0_a is "1.2.0" too and replaces it',
      'dev-1 excluded: dev excludes it',
      '1.2.0_a selected: the highest version in the range 1.x',
      'latest unparsable: no semantic version: invalid semantic version',
      '2.0.0_x out-of-range: "2.0.0" is outside the range 1.x',
      '1.3.0-rc.1 out-of-range: a prerelease, and the range 1.x does not ask for any',
      '1.0.0.sig excluded: \\.sig$ excludes it',
    ],
  )
})

test('a tag that fails a numerical policy is named, and the others say so', () => {
  assert.deepEqual(told({ policy: { numerical: {} }, tags: ['1', 'x'] }), [
    "1 not-latest: failed to parse invalid numeric value 'x'",
    'x unparsable: no number, and one such tag fails the whole policy',
  ])
})

test('a filter that does not match is shown, and chance is admitted', () => {
  assert.deepEqual(
    told({
      policy: { numerical: { order: 'desc' } },
      filter: { pattern: '^[0-9.]+$', extract: '' },
      tags: ['1', '1.0', 'b'],
    }),
    [
      '1 selected: the lowest number, with equals between which Flux decides at random',
      '1.0 not-latest: 1 is the lowest number, with equals between which Flux decides at random',
      'b filtered: ^[0-9.]+$ does not match',
    ],
  )
})

test('what is wrong in itself is an error', () => {
  const tags = ['1']
  const order = { order: 'up' }
  assert.deepEqual(told({ policy: { alphabetical: order }, tags }), {
    err: "invalid policy: invalid order argument provided: 'UP', must be one of: ASC, DESC",
  })
  assert.ok(isGoError(told({ policy: { alphabetical: {} }, exclusionList: ['('], tags })))
  assert.ok(isGoError(told({ policy: { alphabetical: {} }, filter: { pattern: '(', extract: '' }, tags })))
  assert.deepEqual(told({ policy: { alphabetical: {} }, tags: [] }), [])
})

test('what is extracted and compared is told beside the tag', () => {
  const entries = funnel({
    ...base,
    policy: { numerical: {} },
    filter: { pattern: '^main-[a-f0-9]+-(?P<ts>.*)$', extract: '$ts' },
    tags: ['main-b7a90d9-1620613297', 'main-34769fa-0551067109282849', 'latest'],
  })
  assert.deepEqual(isGoError(entries) ? entries : entries.map(({ key, compared }) => [key, compared]), [
    ['1620613297', undefined],
    ['0551067109282849', '551067109282849'],
    [undefined, undefined],
  ])
})

test('a build that git describe names after a release is told as its prerelease', () => {
  assert.deepEqual(
    told({ policy: { semver: { range: '>=0.0.0-0' } }, tags: ['v0.0.1', 'v0.0.1-14-gcafe789'] }),
    [
      'v0.0.1 selected: the highest version in the range >=0.0.0-0',
      'v0.0.1-14-gcafe789 not-latest: a prerelease of 0.0.1, which comes before it (to have builds after it selected, bump the patch): v0.0.1 is the highest version in the range >=0.0.0-0',
    ],
  )
})
