import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure } from '../../../server/src/flux/failure.ts'
import { testClient } from '../net/client.ts'
import { startInternet } from '../net/internet.ts'
import { rejects } from './contract.ts'
import { LOGIN, list, SECRET, withBasic } from './scenarios/scenario.ts'

const { signal } = new AbortController()
const source = { image: 'ghcr.io/acme/web', insecure: false }

test('every source is tried, and what happened is told without secrets', async context => {
  const net = await startInternet({ 'ghcr.io': withBasic(() => list(['1'])) })
  context.after(net.close)
  const client = testClient({
    env: net.env,
    sources: [
      { name: 'old', find: async () => ({ source: 'old', username: 'me', password: `${SECRET}-old` }) },
      { name: 'none', find: async () => undefined },
      { name: 'broken', find: () => Promise.reject(failure('E_HELPER_TIMEOUT', 'too slow')) },
    ],
    logins: { 'ghcr.io': LOGIN },
  })
  const trials = await client.trials(source, signal)
  assert.deepEqual(
    trials.map(trial => [trial.source, trial.outcome, trial.failure?.code]),
    [
      ['anonymous', 'failed', 'E_LOGIN_NEEDED'],
      ['old', 'failed', 'E_CREDENTIALS'],
      ['none', 'no login', undefined],
      ['broken', 'failed', 'E_HELPER_TIMEOUT'],
      ['test', 'lists', undefined],
    ],
  )
  assert.ok(!JSON.stringify(trials).includes(SECRET))
  await client.close()
})

test('a registry that lists for anybody never sees a login', async context => {
  const net = await startInternet({ 'ghcr.io': () => list(['1']) })
  context.after(net.close)
  const client = testClient({ env: net.env, logins: { 'ghcr.io': LOGIN } })
  assert.deepEqual(
    (await client.trials(source, signal)).map(({ outcome }) => outcome),
    ['unasked', 'unasked'],
  )
  assert.ok(net.requests.every(({ headers }) => headers.authorization === undefined))
  await client.close()
})

test('a host that was not approved is not tried', async () => {
  const client = testClient({})
  await rejects(client.trials({ image: 'registry.corp/a/b', insecure: false }, signal), 'E_HOST_NOT_APPROVED')
})
