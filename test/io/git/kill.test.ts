import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kill } from './kill.ts'

// `npm run races` kills two hundred times.
for (const engine of ['builtin', 'system'] as const) {
  test(`a repository outlives a kill at any point (${engine})`, async t => {
    assert.equal((await kill(t, 4, engine)).kills, 4)
  })
}
