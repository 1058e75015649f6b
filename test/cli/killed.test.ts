import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

const attacks = pathToFileURL(join(import.meta.dirname, '../../../test/attack/repeats.attack.mjs')).href
const { run } = (await import(attacks)) as {
  run: (how: { short: boolean; kills: number; files: number }) => Promise<{ held: number; notes: string[] }>
}

// `npm run attack` kills a hundred times, over more files.
test('update --commit, killed twelve times at random points, is completed by the same command', async () => {
  const { held, notes } = await run({ short: true, kills: 12, files: 9 })
  assert.deepEqual([held, notes], [12, []])
})
