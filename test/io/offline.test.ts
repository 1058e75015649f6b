import assert from 'node:assert/strict'
import dns from 'node:dns'
import { createServer, Socket } from 'node:net'
import { mock, test } from 'node:test'
import { createRegistryClient } from '../../server/src/io/registry/registry-client.ts'
import { rejects } from './registry/contract.ts'

const { signal } = new AbortController()

/** Runs `work` and counts what would leave this process: sockets that connect, and names that are resolved. */
async function packets(work: () => Promise<void>): Promise<number> {
  const hooks = [mock.method(Socket.prototype, 'connect'), mock.method(dns, 'lookup')]
  try {
    await work()
    return hooks.reduce((sum, { mock: { calls } }) => sum + calls.length, 0)
  } finally {
    for (const hook of hooks) hook.mock.restore()
  }
}

function client(options: { isOnline: boolean; allowedHosts?: string[] }) {
  const home = '/nonexistent'
  return createRegistryClient({
    env: {},
    home,
    outside: [],
    allowedHosts: [],
    ...options,
    isOnline: () => options.isOnline,
  })
}

const images = [
  'ghcr.io/acme/web',
  'localhost:5000/acme/web',
  '10.0.0.1/acme/web',
  'nginx',
  'registry.corp/acme/web',
]

test('with the network off, or without trust, not one packet leaves', async () => {
  const registry = client({ isOnline: false, allowedHosts: ['*'] })
  const count = await packets(async () => {
    for (const image of images) {
      const source = { image, insecure: true }
      await rejects(registry.tags(source, signal), 'E_OFFLINE')
      await rejects(registry.digest(source, '1.0', signal), 'E_OFFLINE')
      await rejects(registry.details(source, '1.0', signal), 'E_OFFLINE')
      await rejects(registry.trials(source, signal), 'E_OFFLINE')
    }
  })
  assert.equal(count, 0)
})

test('without consent neither', async () => {
  const registry = client({ isOnline: true })
  const count = await packets(async () => {
    for (const image of images.filter(name => !/ghcr|nginx/.test(name))) {
      await rejects(registry.tags({ image, insecure: true }, signal), 'E_HOST_NOT_APPROVED')
    }
  })
  assert.equal(count, 0)
})

test('the count is right: with both, something leaves', async () => {
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const registry = client({ isOnline: true, allowedHosts: ['*'] })
  const count = await packets(async () => {
    await rejects(
      registry.tags({ image: `127.0.0.1:${port}/a/b`, insecure: false }, AbortSignal.timeout(300)),
      'E_CANCELLED',
    ).catch(() => undefined)
  })
  assert.ok(count > 0)
  await registry.close()
  server.close()
})
