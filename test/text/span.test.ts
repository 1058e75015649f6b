import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contains, slice } from '../../server/src/text/span.ts'

test('a span is half open, but a cursor at its end is inside', () => {
  assert.equal(slice('abcd', [1, 3]), 'bc')
  assert.equal(contains([1, 3], 3), true)
  assert.equal(contains([1, 3], 4), false)
})
