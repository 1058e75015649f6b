import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainWarnings } from '../../../server/src/flux/cluster/told/chain-warnings.ts'
import { rowReasons } from '../../../server/src/flux/cluster/told/row-words.ts'
import { warning } from './events.ts'
import { before, notReady, reading } from './reading.ts'
import { automation, latest, policy, repository, rows, scanned } from './web.ts'

const ofKind = (objects: readonly object[], kind: string) => {
  const found = rows(reading(objects)).find(row => row.kind === kind)
  assert(found)
  return found
}

test('the warnings of the last hour about an object, the newest first: reason, how often, how long ago', () => {
  const row = ofKind(
    [
      repository(scanned(3)),
      warning('ImageRepository', 'web', { reason: 'Old', minutes: 61 }),
      warning('ImageRepository', 'web', {
        reason: 'Slow',
        message: 'context deadline\nexceeded',
        minutes: 9,
      }),
      warning('ImageRepository', 'web', { reason: 'Denied', message: 'UNAUTHORIZED', count: 12, minutes: 2 }),
      warning('ImageRepository', 'web', { reason: 'Third', minutes: 20 }),
      warning('ImageRepository', 'web', { reason: 'Normal', type: 'Normal', minutes: 1 }),
      warning('ImageRepository', 'web', { reason: 'Elsewhere', namespace: 'other' }),
      warning('ImagePolicy', 'web', { reason: 'OfAnother' }),
    ],
    'ImageRepository',
  )
  assert.deepEqual(
    row.warnings.map(({ reason, count, ago }) => [reason, count, ago / 60_000]),
    [
      ['Denied', 12, 2],
      ['Slow', 1, 9],
      ['Third', 1, 20],
    ],
  )
  assert.equal(
    rowReasons(row),
    'Last scan 3 min ago, next in 2 min. Warning Denied (12 times, last 2 min ago): UNAUTHORIZED. Warning Slow (9 min ago): context deadline exceeded. 1 more warning in the last hour.',
  )
})

test('what the condition says is not said twice, nor more of a message than a line takes', () => {
  const failed = { ...scanned(3), ...notReady('ReadOperationFailed', 'scan failed: UNAUTHORIZED') }
  const same = ofKind(
    [
      repository(failed),
      warning('ImageRepository', 'web', {
        reason: 'ReadOperationFailed',
        message: 'scan failed: UNAUTHORIZED',
      }),
    ],
    'ImageRepository',
  )
  assert.match(rowReasons(same), /UNAUTHORIZED\. Warning ReadOperationFailed \(1 min ago\)\.$/)
  const long = ofKind(
    [repository(scanned(3)), warning('ImageRepository', 'web', { reason: 'R', message: 'x'.repeat(5000) })],
    'ImageRepository',
  )
  assert.match(rowReasons(long), /: x{200}…$/)
})

test('the other form of an event, with a series; times and counts that are none', () => {
  const row = ofKind(
    [
      repository(scanned(3)),
      {
        ...warning('ImageRepository', 'web', { reason: 'Series' }),
        lastTimestamp: null,
        count: undefined,
        series: { count: 4, lastObservedTime: before(5) },
      },
      { ...warning('ImageRepository', 'web', { reason: 'Broken' }), lastTimestamp: 'soon', count: 'many' },
      { ...warning('ImageRepository', 'web', { reason: 'Nothing' }), involvedObject: null },
    ],
    'ImageRepository',
  )
  assert.deepEqual(
    row.warnings.map(({ reason, count }) => [reason, count]),
    [['Series', 4]],
  )
})

test('along the chain of a policy and of an automation', () => {
  const objects = [
    policy(latest('1.1.0')),
    repository(scanned(3)),
    automation({ lastAutomationRunTime: before(4) }),
    warning('ImagePolicy', 'web', { reason: 'NoTags' }),
    warning('ImageRepository', 'web', { reason: 'Denied' }),
    warning('ImageUpdateAutomation', 'all', { reason: 'GitOperationFailed', message: 'read-only key' }),
  ]
  const all = rows(reading(objects))
  const by = new Map(all.map(row => [`${row.kind} ${row.name}`, row]))
  const of = (kind: string) => {
    const row = all.find(one => one.kind === kind)
    return row ? chainWarnings(row, by) : []
  }
  assert.deepEqual(of('ImagePolicy'), [
    'ImagePolicy apps/web: Warning NoTags (1 min ago).',
    'ImageRepository apps/web: Warning Denied (1 min ago).',
  ])
  assert.deepEqual(of('ImageUpdateAutomation'), [
    'ImageUpdateAutomation apps/all: Warning GitOperationFailed (1 min ago): read-only key.',
  ])
})
