import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  groupFinder,
  type PlayRequest,
  played,
  playedTag,
  playing,
} from '../../server/src/flux/played/played.ts'

const request: PlayRequest = {
  policy: { semver: { range: '1.x' } },
  filter: { pattern: '^v(?P<version>[0-9.]+)$', extract: '$version' },
  tags: ['latest', 'v0.9.0', 'v1.2.0', 'v1.10.0', 'v2.0.0', 'v1.10.0.sig'],
  generation: 'flux-2.7',
}

test('tags stand in the order of the policy, each with its stage and reason', () => {
  const { rows, selected } = played(request)
  assert.deepEqual(
    rows.map(({ tag, stage }) => [tag, stage]),
    [
      ['v1.10.0', 'selected'],
      ['v1.2.0', 'not-latest'],
      ['v2.0.0', 'out-of-range'],
      ['v0.9.0', 'out-of-range'],
      ['latest', 'filtered'],
      ['v1.10.0.sig', 'excluded'],
    ],
  )
  assert.equal(selected?.key, '1.10.0')
  assert.match(rows[1]?.reason ?? '', /v1\.10\.0 is the highest version in the range 1\.x/)
})

test('each stage is counted', () => {
  assert.deepEqual(
    played(request).counts.map(({ name, count }) => `${name} ${count}`),
    ['listed 6', 'stored 5', 'matched 4', 'eligible 2', 'selected 1'],
  )
})

test('of a repository alone, tags are stored or excluded', () => {
  const { rows, counts } = played({ tags: request.tags, exclusionList: ['^v1'], generation: 'flux-2.7' })
  const stages = rows.map(({ stage }) => stage)
  assert.deepEqual(stages, ['stored', 'stored', 'stored', 'excluded', 'excluded', 'excluded'])
  assert.equal(counts.map(({ name, count }) => `${name} ${count}`).join(), 'listed 6,stored 3')
})

test('a tag that nobody has pushed yet is judged as if it were there', () => {
  const stages = ['v1.11.0', 'v3.0.0', 'v1.2.0', 'main'].map(tag => {
    const fate = playedTag(request, playing(request), tag)
    return 'err' in fate ? fate.err : fate.stage
  })
  assert.deepEqual(stages, ['selected', 'out-of-range', 'not-latest', 'filtered'])
})

test("Flux's own error takes the place of the rows", () => {
  const { problem, rows } = played({ ...request, filter: { pattern: '^v(', extract: '' } })
  assert.match(problem ?? '', /missing closing \)/)
  assert.deepEqual(rows, [])
})

test('another generation of Flux is named where it selects another tag', () => {
  assert.equal(played(request).other, undefined)
  const tags = ['1.0.0', '1.1.0', '1.2.0-rc.1', '2.0.0']
  const [older, newer] = (['flux-2.6', 'flux-2.7'] as const).map(generation =>
    played({ policy: { semver: { range: '>=1.0.0 <2.0.0-0' } }, tags, generation }),
  )
  assert.deepEqual(
    [older?.selected?.tag, older?.other],
    ['1.1.0', { flux: '2.7 and later', selects: '1.2.0-rc.1' }],
  )
  assert.deepEqual(
    [newer?.selected?.tag, newer?.other],
    ['1.2.0-rc.1', { flux: '2.6 and earlier', selects: '1.1.0' }],
  )
})

test('groups are found in UTF-16 units, also those that take no part', () => {
  const find = groupFinder({ pattern: '^(?P<branch>[a-z]+)-(x)?(?P<ts>[0-9]+)$', extract: '$ts' })
  assert.deepEqual(find('main-17'), [
    [0, 4],
    [-1, -1],
    [5, 7],
  ])
  assert.deepEqual(find('other'), [])
  assert.deepEqual(groupFinder({ pattern: '(', extract: '' })('a'), [])
})
