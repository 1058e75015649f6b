import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inSlices } from '../../server/src/lsp/in-slices.ts'

test('what takes long lets others have their turn, and ends early where it is told to', async () => {
  const busy = () => {
    const start = performance.now()
    while (performance.now() - start < 20) {}
  }
  const seen: string[] = []
  setImmediate(() => seen.push('a request'))
  const all = await inSlices(['a', 'b'], item => {
    busy()
    seen.push(item)
  })
  assert.deepEqual([all, seen], [2, ['a', 'a request', 'b']])
  assert.equal(await inSlices(['a', 'b', 'c'], busy, 1), 1)
})
