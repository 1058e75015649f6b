import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutSecrets } from '../../client/src/server/without-secrets.ts'

const secret = 'hunter2'
const traced = (headline: string) => `${headline}\nParams: {\n  "password": "${secret}"\n}`

test('the trace tells of messages that may hold a login that they were sent, and nothing else', () => {
  for (const headline of [
    `Received request 'fluxmark/secret - (7)'.`,
    `Sending response 'fluxmark/secret - (7)'. Processing request took 3ms.`,
    `Received request 'fluxmark/http - (8)'.`,
    `Sending response 'workspace/configuration - (2)'. Processing request took 1ms.`,
    `Sending notification 'workspace/didChangeConfiguration'.`,
  ]) {
    const shown = withoutSecrets(traced(headline))
    assert.ok(shown.startsWith(headline))
    assert.ok(!shown.includes(secret))
  }
  const other = traced(`Sending request 'textDocument/hover - (9)'.`)
  assert.equal(withoutSecrets(other), other)
})

test('of the JSON form nothing is written: an answer does not say there what it answers', () => {
  const message = JSON.stringify({ isLSPMessage: true, message: { id: 7, result: { password: secret } } })
  assert.ok(!withoutSecrets(message).includes(secret))
})
