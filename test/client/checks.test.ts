import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChecks } from '../../client/src/updates/checks.ts'

const at = (line: number, step = '1.2.3 → 1.4.1') => `file:///deploy.yaml#L${line} ${step}`

test('a box stays checked while lines move above it, and goes with its change', () => {
  const checks = createChecks()
  checks.keep([at(4), at(5), at(9, '1.0.0 → 2.0.0')])
  checks.set([at(4), at(9, '1.0.0 → 2.0.0')], true)
  // Two lines alike move by one: the second stands where the first one stood no more.
  checks.keep([at(5), at(6), at(10, '1.0.0 → 2.0.0')])
  assert.deepEqual(checks.all(), [at(5), at(10, '1.0.0 → 2.0.0')])
  // One is written, the other one is to become another value.
  checks.keep([at(6), at(10, '1.0.0 → 2.1.0')])
  assert.deepEqual(checks.all(), [])
})

test('boxes are checked and unchecked', () => {
  const checks = createChecks()
  checks.keep([at(4), at(5)])
  checks.set([at(4), at(5)], true)
  checks.set([at(4)], false)
  assert.deepEqual([checks.size, checks.has(at(5)), checks.has(at(4))], [1, true, false])
})
