import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deferred } from '../../server/src/deferred.ts'
import { createGate } from '../../server/src/mcp/gate.ts'

test('a call that waits for a registry lets the next begin, until there are too many', async () => {
  const gate = createGate(1, 3)
  const begun: string[] = []
  const calls = ['a', 'b', 'c', 'd'].map(name => {
    const end = deferred()
    let lend = () => {}
    const done = gate(async lent => {
      begun.push(name)
      lend = lent
      await end.promise
      return name
    })
    return { done, end: end.resolve, wait: () => lend() }
  })
  const [a, b, c, d] = calls
  const turn = () => new Promise(resolve => setImmediate(resolve))
  await turn()
  assert.deepEqual(begun, ['a'])
  a?.wait()
  a?.wait()
  await turn()
  assert.deepEqual(begun, ['a', 'b'])
  b?.wait()
  await turn()
  c?.wait()
  await turn()
  assert.deepEqual(begun, ['a', 'b', 'c'], 'three at most')
  b?.end()
  assert.equal(await b?.done, 'b')
  await turn()
  assert.deepEqual(begun, ['a', 'b', 'c', 'd'])
  for (const one of [a, c, d]) one?.end()
  assert.deepEqual(await Promise.all(calls.map(({ done }) => done)), ['a', 'b', 'c', 'd'])
})

test('a call that fails gives its place to the next', async () => {
  const gate = createGate(1)
  await assert.rejects(gate(() => Promise.reject(new Error('no'))))
  assert.equal(await gate(async () => 'yes'), 'yes')
})
