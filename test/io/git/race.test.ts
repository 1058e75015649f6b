import assert from 'node:assert/strict'
import { test } from 'node:test'
import { race } from './race.ts'

// `npm run races` runs five hundred rounds.
for (const [engine, rounds] of [
  ['builtin', 20],
  ['system', 6],
] as const) {
  test(`nothing is lost between our commits and Git's own (${engine})`, async t => {
    const { ours, committed, updated, looks } = await race(t, rounds, engine, '0.05')
    assert.equal(ours, rounds)
    assert.ok(committed + updated > 0 && looks > 0)
  })
}
