import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type FailureCode, failure } from '../../server/src/flux/failure.ts'
import { createEditorTransport, withFallback } from '../../server/src/io/network/editor-transport.ts'
import type { HttpRequest, Transport } from '../../server/src/io/network/transport.ts'
import { rejects } from './registry/contract.ts'

const { signal } = new AbortController()

function request(url = 'https://ghcr.io/v2/'): HttpRequest {
  return { url: new URL(url), method: 'GET', headers: {}, maxBytes: 10, timeout: 1000, reach: 'own', signal }
}

const editor = (answer: unknown) => createEditorTransport(async () => answer)

test('the editor’s answer is read as any other', async () => {
  const answer = await editor({
    status: 401,
    headers: [
      ['link', 'a'],
      ['link', 'b'],
    ],
    bodyBase64: 'aGk=',
  }).send(request())
  assert.deepEqual(
    [answer.status, answer.header('link'), Buffer.from(answer.body).toString()],
    [401, ['a', 'b'], 'hi'],
  )
})

test('what cannot be judged is refused: hidden redirects, bodies beyond the bound', async () => {
  await rejects(editor({ status: 0, headers: [], bodyBase64: '' }).send(request()), 'E_REDIRECT_TARGET')
  await rejects(
    editor({ status: 200, headers: [], bodyBase64: 'a'.repeat(40) }).send(request()),
    'E_TOO_LARGE',
  )
  await rejects(editor({ error: { code: 'ETIMEDOUT', message: '' } }).send(request()), 'E_TIMEOUT')
  await rejects(editor({ error: { code: 'net::ERR_FAILED', message: '' } }).send(request()), 'E_NET')
})

test('what is no answer, and what comes too late, is a failure', async () => {
  for (const answer of [
    undefined,
    'ok',
    { status: '200' },
    { status: 200, headers: {}, bodyBase64: '' },
    { error: {} },
  ])
    await rejects(editor(answer).send(request()), 'E_NET')
  const silent = createEditorTransport((_, cancelled) => setTimeout(60_000, undefined, { signal: cancelled }))
  await rejects(silent.send({ ...request(), timeout: 10 }), 'E_TIMEOUT')
})

function failing(code: FailureCode): Transport & { sent: number } {
  const transport = {
    sent: 0,
    send() {
      transport.sent++
      return Promise.reject(failure(code, code))
    },
    close: async () => undefined,
  }
  return transport
}

const ok = editor({ status: 200, headers: [], bodyBase64: '' })

test('only where no way leads there is the editor asked, and then kept to', async () => {
  for (const code of ['E_PROXY', 'E_PROXY_AUTH', 'E_DNS', 'E_REFUSED', 'E_TIMEOUT'] as const) {
    const first = failing(code)
    const both = withFallback(first, ok)
    assert.equal((await both.send(request())).status, 200)
    assert.equal((await both.send(request())).status, 200)
    assert.equal(first.sent, 1)
  }
})

test('a certificate that is not trusted, a refused address or a cancel is final', async () => {
  for (const code of [
    'E_TLS_CA',
    'E_TLS_NAME',
    'E_TLS_PLAIN',
    'E_ADDRESS',
    'E_CANCELLED',
    'E_NET',
  ] as const) {
    await rejects(withFallback(failing(code), ok).send(request()), code)
  }
  await rejects(withFallback(failing('E_REFUSED'), ok).send(request('http://127.0.0.1:5000/')), 'E_REFUSED')
})

test('where both fail, the first one’s words are told', () =>
  rejects(withFallback(failing('E_DNS'), failing('E_NET')).send(request()), 'E_DNS'))
