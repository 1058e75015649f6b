import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { isFailure } from '../../server/src/flux/failure.ts'
import { guardedLookup } from '../../server/src/io/network/guarded-lookup.ts'
import { createHttpTransport, type HttpOptions } from '../../server/src/io/network/http.ts'
import { networkFailure } from '../../server/src/io/network/network-failure.ts'
import type { HttpRequest } from '../../server/src/io/network/transport.ts'
import { startInternet } from './net/internet.ts'
import { rejects } from './registry/contract.ts'

const { signal } = new AbortController()

function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: new URL(url),
    method: 'GET',
    headers: {},
    maxBytes: 1000,
    timeout: 5000,
    reach: 'own',
    signal,
    ...more,
  }
}

async function fetchOnce(options: Partial<HttpOptions>, ...args: Parameters<typeof request>) {
  const transport = createHttpTransport({ env: {}, systemCertificates: false, ...options })
  try {
    const { status, body } = await transport.send(request(...args))
    return `${status} ${Buffer.from(body)}`
  } finally {
    await transport.close()
  }
}

/** A plain server on loopback that has a name. */
async function named(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => response.end('here'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  await work((server.address() as AddressInfo).port)
  server.closeAllConnections()
  server.close()
}

const leadsTo = (address: string) => async () => [{ address, family: address.includes(':') ? 6 : 4 }]

test('a name may lead to this machine only where the user approved the host', () =>
  named(async port => {
    const url = `http://registry.test:${port}/`
    assert.equal(await fetchOnce({ resolve: leadsTo('127.0.0.1') }, url), '200 here')
    await rejects(
      fetchOnce({ resolve: leadsTo('127.0.0.1') }, url, { reach: 'public' }),
      'E_ADDRESS',
      /registry\.test leads to 127/,
    )
    for (const address of [
      '169.254.169.254',
      'fe80::1',
      '::ffff:169.254.169.254',
      '100.100.100.200',
      '0.0.0.0',
    ]) {
      await rejects(fetchOnce({ resolve: leadsTo(address) }, url), 'E_ADDRESS')
    }
  }))

test('a name with one good and one bad address is bad', () =>
  rejects(
    fetchOnce(
      {
        resolve: async () => [
          { address: '8.8.8.8', family: 4 },
          { address: '169.254.169.254', family: 4 },
        ],
      },
      'http://rebind.test/',
    ),
    'E_ADDRESS',
  ))

test('names below .localhost are this machine, without asking', async () => {
  const lookup = guardedLookup(() => assert.fail('asked'), 'public')
  const addresses = await new Promise(resolve =>
    lookup('a.localhost', { all: true }, (_, found) => resolve(found)),
  )
  assert.deepEqual(addresses, [{ address: '127.0.0.1', family: 4 }])
})

test('the proxy is given its login, the registry none of it', async context => {
  const net = await startInternet({
    'ghcr.io': ({ headers }) => ({ body: { proxy: headers['proxy-authorization'] ?? 'none' } }),
  })
  context.after(net.close)
  const url = (net.env.HTTPS_PROXY ?? '').replace('http://', 'http://me:s3cret@')
  for (const proxy of [{ url }, { url: net.env.HTTPS_PROXY ?? '', authorization: 'Basic bWU6czNjcmV0' }]) {
    assert.equal(await fetchOnce({ env: net.env, proxy }, 'https://ghcr.io/'), '200 {"proxy":"none"}')
  }
  assert.deepEqual([...new Set(net.proxyLogins)], ['Basic bWU6czNjcmV0'])
})

test('a CA file counts for its host alone, and adds to the others', async context => {
  const net = await startInternet({ 'ghcr.io': () => ({ body: 'a' }), 'quay.io': () => ({ body: 'b' }) })
  context.after(net.close)
  const { NODE_EXTRA_CA_CERTS: _, ...env } = net.env
  const options = { env, caFile: (host: string) => (host === 'ghcr.io' ? net.caFile : undefined) }
  assert.equal(await fetchOnce(options, 'https://ghcr.io/'), '200 a')
  await rejects(fetchOnce(options, 'https://quay.io/'), 'E_TLS_CA')
})

test('who cancels is told so, before and during', async context => {
  const net = await startInternet({ 'ghcr.io': () => ({ fate: 'hang' }) })
  context.after(net.close)
  const options = { env: net.env }
  await rejects(fetchOnce(options, 'https://ghcr.io/', { signal: AbortSignal.abort() }), 'E_CANCELLED')
  const controller = new AbortController()
  const pending = rejects(
    fetchOnce(options, 'https://ghcr.io/', { signal: controller.signal }),
    'E_CANCELLED',
  )
  controller.abort()
  await pending
})

test('a body without end is cut at its bound', async context => {
  const net = await startInternet({
    'ghcr.io': () => ({ body: Buffer.alloc(5000), headers: { 'transfer-encoding': 'chunked' } }),
  })
  context.after(net.close)
  await rejects(fetchOnce({ env: net.env }, 'https://ghcr.io/'), 'E_TOO_LARGE')
})

test('what sockets, OpenSSL and BoringSSL report has a code of ours', () => {
  const cases: [string, string, string][] = [
    ['EAI_AGAIN', 'getaddrinfo EAI_AGAIN ghcr.io', 'E_DNS'],
    ['EHOSTUNREACH', '', 'E_REFUSED'],
    ['UND_ERR_CONNECT_TIMEOUT', '', 'E_TIMEOUT'],
    ['ECONNRESET', '', 'E_NET'],
    ['HPE_INVALID_CONSTANT', 'Parse Error', 'E_NET'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', '', 'E_TLS_PLAIN'],
    [
      'EPROTO',
      'write EPROTO 1:error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER',
      'E_TLS_PLAIN',
    ],
    ['EPROTO', 'write EPROTO error:0A00010B:SSL routines::wrong version number', 'E_TLS_PLAIN'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', '', 'E_TLS_CA'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', '', 'E_TLS_CA'],
    ['CERT_HAS_EXPIRED', '', 'E_TLS_EXPIRED'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', '', 'E_TLS_NAME'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', '', 'E_TLS'],
  ]
  for (const [code, text, expected] of cases) {
    const direct = networkFailure(Object.assign(new Error(text), { code }), 'ghcr.io', undefined)
    assert.equal(direct.code, expected, `${code} ${text}`)
    assert.match(direct.message, /ghcr\.io/)
    const wrapped = networkFailure(
      Object.assign(new Error('socket'), {
        code: 'UND_ERR_SOCKET',
        cause: Object.assign(new Error(text), { code }),
      }),
      'ghcr.io',
      undefined,
    )
    assert.equal(wrapped.code, expected)
  }
  assert.ok(isFailure(networkFailure('what', 'ghcr.io', undefined), 'E_NET'))
})
