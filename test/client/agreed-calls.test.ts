import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAgreedCalls, type Input } from '../../client/src/assistant/agreed-calls.ts'

const shown = { preview: { changes: [{ file: 'web.yaml', line: 2, old: 'a', new: 'b' }] }, token: 'agreed' }

test('a call writes once, and what its last preview has shown', async () => {
  const asked: Input[] = []
  const cancels: string[] = []
  const calls = createAgreedCalls(async (input, cancel: string) => {
    asked.push(input)
    cancels.push(cancel)
    return shown
  })
  assert.equal(await calls.preview({ policy: 'web' }, 'first'), 'web.yaml:2  a → b')
  await calls.run({ policy: 'api' }, 'second')
  await calls.run({ policy: 'web' }, 'third')
  await calls.run({ policy: 'web' }, 'fourth')
  assert.deepEqual(asked.slice(1), [{ policy: 'api' }, { policy: 'web', token: 'agreed' }, { policy: 'web' }])
  // Each is cancelled by what came with it.
  assert.deepEqual(cancels, ['first', 'second', 'third', 'fourth'])
})

test('what the person has refused is not written by a later call of which nothing could be shown', async () => {
  const answers: Input[] = [shown, { error: { code: 'E_NETWORK' } }, {}]
  const asked: Input[] = []
  const calls = createAgreedCalls(async input => {
    asked.push(input)
    return answers.shift() ?? {}
  })
  assert.equal(await calls.preview({}, ''), 'web.yaml:2  a → b')
  // Refused: it does not run. Called again, the editor asks nobody where there is nothing to show.
  assert.equal(await calls.preview({}, ''), undefined)
  await calls.run({}, '')
  assert.deepEqual(asked, [{}, {}, {}])
})
