import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepKind } from '../../server/src/flux/selection/step.ts'

test('the kind of step from one tag to another', () => {
  for (const [from, to, kind] of [
    ['1.2.3', '1.2.4', 'patch'],
    ['1.2.3', 'v1.3.0', 'minor'],
    ['v1.2.3', '2.0.0', 'major'],
    ['1.2.3', '1.3.0-rc.1', 'prerelease'],
    ['1.3.0-rc.1', '1.3.0-rc.2', 'prerelease'],
    ['1.3.0-rc.1', '1.3.0', 'minor'],
    ['1.2.3-alpine', '1.3.0-alpine', 'minor'],
    ['1.2.4', '1.2.3', 'downgrade'],
    ['1.2.3', '1.2.3-rc.1', 'downgrade'],
    ['1.2.3', 'v1.2.3', 'same'],
    ['main-abc-1', 'main-abc-1', 'same'],
    ['2025.02.03', '2025.02.10', 'patch'],
    ['main-abc-1', 'main-def-2', 'other'],
    ['latest', '1.2.3', 'other'],
    ['1.2', '1.3', 'other'],
    ['', '1.2.3', 'other'],
  ] as const) {
    assert.equal(stepKind(from, to), kind, `${from} ${to}`)
  }
})
