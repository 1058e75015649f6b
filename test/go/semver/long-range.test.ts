import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGoError } from '../../../server/src/go/go-error.ts'
import { parseConstraint } from '../../../server/src/go/semver/constraint.ts'
import { rewriteHyphenRanges } from '../../../server/src/go/semver/hyphen-range.ts'

test('hyphen ranges are rewritten one by one, and where a hyphen is left over, by their text as Go does', () => {
  assert.equal(rewriteHyphenRanges('1 - 2 || 1 - 2'), '>= 1, <= 2 ||>= 1, <= 2 ')
  assert.equal(rewriteHyphenRanges('x - a || 1.0 - 2'), 'x - a ||>= 1.0, <= 2 ')
})

test('a range of any length is read, or refused, at once', () => {
  const long = parseConstraint(`${'1.0 - 2.0 || '.repeat(30_000)}3.x`, 'flux-2.7')
  assert.equal(isGoError(long) ? 0 : long.groups.length, 30_001)
  assert.ok(isGoError(parseConstraint(`1${' - 1'.repeat(70_000)}`, 'flux-2.7')))
})
