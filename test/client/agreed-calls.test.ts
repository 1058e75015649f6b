import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAgreedCalls, type Input } from '../../client/src/assistant/agreed-calls.ts'

const shown = { preview: { changes: [{ file: 'web.yaml', line: 2, old: 'a', new: 'b' }] }, token: 'agreed' }

test('a call writes once, and what its last preview has shown', async () => {
  const asked: Input[] = []
  const calls = createAgreedCalls(async input => {
    asked.push(input)
    return shown
  })
  assert.equal(await calls.preview({ policy: 'web' }), 'web.yaml:2  a → b')
  await calls.run({ policy: 'api' })
  await calls.run({ policy: 'web' })
  await calls.run({ policy: 'web' })
  assert.deepEqual(asked.slice(1), [{ policy: 'api' }, { policy: 'web', token: 'agreed' }, { policy: 'web' }])
})

test('what the person has refused is not written by a later call of which nothing could be shown', async () => {
  const answers: Input[] = [shown, { error: { code: 'E_NETWORK' } }, {}]
  const asked: Input[] = []
  const calls = createAgreedCalls(async input => {
    asked.push(input)
    return answers.shift() ?? {}
  })
  assert.equal(await calls.preview({}), 'web.yaml:2  a → b')
  // Refused: it does not run. Called again, the editor asks nobody where there is nothing to show.
  assert.equal(await calls.preview({}), undefined)
  await calls.run({})
  assert.deepEqual(asked, [{}, {}, {}])
})
