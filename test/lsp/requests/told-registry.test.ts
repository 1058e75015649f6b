import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldRegistry } from '../../../server/src/lsp/features/told-registry.ts'
import type { Registry } from '../../../server/src/ports.ts'

const source = { image: 'ghcr.io/acme/web', insecure: false }
const { signal } = new AbortController()

function told(tags: Registry['tags']) {
  const lines: string[] = []
  const registry = { tags } as Registry
  let now = 1000
  const clock = () => {
    now += 250
    return now
  }
  return { lines, registry: toldRegistry(registry, line => lines.push(line), clock) }
}

const list = { tags: ['1.0.0', '1.1.0'], dropped: 0, pages: 1, credential: 'docker-config' }

test('the log says which registry was asked, how long it took and with whose login', async () => {
  const { lines, registry } = told(async () => list)
  assert.deepEqual(await registry.tags(source, signal), list)
  assert.deepEqual(lines, [
    'ghcr.io: 2 tags of ghcr.io/acme/web, 1 page, 250 ms, with the login from docker-config',
  ])
})

test('a failure is told with its code, and goes on', async () => {
  const failure = { code: 'E_UNAUTHORIZED', message: 'no' }
  const { lines, registry } = told(async () => {
    throw failure
  })
  await assert.rejects(registry.tags(source, signal), failure)
  assert.deepEqual(lines, ['ghcr.io: no tags of ghcr.io/acme/web, 250 ms (E_UNAUTHORIZED)'])
})

test('a list from the cache was asked of nobody', async () => {
  const { lines, registry } = told(async () => ({ ...list, listedAt: 10 }))
  await registry.tags(source, signal)
  assert.deepEqual(lines, [])
})
