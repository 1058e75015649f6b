import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { openMarker, registryWith } from './open-marker.ts'

/** What a client may do for the server beyond the protocol, and the commands about registries. */

const login = { username: 'robot$ci', password: 'pa:ss word' }
const basic = Buffer.from(`${login.username}:${login.password}`).toString('base64')
const source = 'https://github.com/acme/web'
const images = {
  'acme/web': [
    { tag: '1.2.3', created: '2026-01-01T00:00:00Z', source, revision: 'a'.repeat(40) },
    { tag: '1.4.1', created: '2026-02-01T00:00:00Z', source, revision: 'b'.repeat(40) },
  ],
}

const noSecret = (text: string) =>
  [login.password, basic, Buffer.from(login.password).toString('base64')].every(
    secret => !text.includes(secret),
  )

interface Status {
  readonly health: string
  readonly message?: string
  readonly failures: readonly { readonly image: string; readonly code: string }[]
}

test('a login from the editor’s secret storage lists, is named, and is found nowhere afterwards', async context => {
  const registry = await registryWith(context, { images, login })
  const asked: object[] = []
  let known = false
  const { client, folder, hover, command } = await openMarker(context, `${registry.host}/acme/web`, {
    experimental: { 'fluxmark/secret': true, serverStatusNotification: true },
    answers: {
      'fluxmark/secret': (request: { host?: string }) => {
        asked.push(request)
        if (request.host === undefined) return { hosts: known ? [registry.host] : [] }
        return known && request.host === registry.host ? login : null
      },
      'window/showMessageRequest': ({ actions }: { actions: object[] }) => actions[0],
    },
  })
  await hover('E_LOGIN_NEEDED')
  const status = await client.notification<Status>(
    'experimental/serverStatus',
    ({ health }) => health === 'warning',
  )
  assert.equal(status.failures[0]?.code, 'E_LOGIN_NEEDED')
  assert.equal(status.failures[0]?.image, `${registry.host}/acme/web`)

  known = true
  await command('fluxmark.refresh', {})
  const text = await hover('with the login from the editor’s secret storage')
  assert.match(text, /1\.2\.3.*1\.4\.1/)
  assert.match(text, /In the cluster Flux uses the login in Secret `pull-login`/)
  assert.ok(asked.some(request => 'host' in request && request.host === registry.host))

  const [repository] = await command<{ name: string; host: string; image: string }[]>(
    'fluxmark.repositories',
    {},
  )
  assert.deepEqual(repository, {
    name: 'apps:web',
    host: registry.host,
    image: `${registry.host}/acme/web`,
    isHere: false,
  })
  const tested = await command<{ trials: { source: string; outcome: string }[]; text: string }>(
    'fluxmark.testRepository',
    { image: repository?.image },
  )
  assert.deepEqual(
    tested.trials.slice(0, 2).map(({ source: from, outcome }) => [from, outcome]),
    [
      ['anonymous', 'failed'],
      ['the editor’s secret storage', 'lists'],
    ],
  )
  assert.match(tested.text, /The tags are listed with the login from the editor’s secret storage\./)

  assert.ok(client.transcript.every(noSecret))
  const cache = join(folder, 'cache')
  const files = readdirSync(cache, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  assert.ok(files.length > 0)
  assert.ok(files.every(entry => noSecret(readFileSync(join(entry.parentPath, entry.name), 'utf8'))))
})

test('a client that announced nothing is asked nothing, and neither is one without trust', async context => {
  const registry = await registryWith(context, { images, login })
  const refuse = () => assert.fail('asked')
  const answers = { 'fluxmark/secret': refuse, 'fluxmark/http': refuse }
  const plain = await openMarker(context, `${registry.host}/acme/web`, {
    answers,
    allowedHosts: [registry.host],
  })
  await plain.hover('E_LOGIN_NEEDED')
  const all = { 'fluxmark/secret': true, 'fluxmark/http': true, serverStatusNotification: true }
  const requests = registry.requests
  const untrusted = await openMarker(context, `${registry.host}/acme/web`, {
    answers,
    experimental: all,
    trusted: false,
    allowedHosts: [registry.host],
  })
  await untrusted.hover('not scanned yet')
  const { error } = await untrusted.command<{ error: { code: string } }>('fluxmark.testRepository', {
    image: `${registry.host}/acme/web`,
  })
  assert.equal(error.code, 'E_NOT_TRUSTED')
  assert.equal(registry.requests, requests)
})

test('where only the editor gets through, it is asked, and the same rules hold for its answers', async context => {
  const requests: { url: string; headers: Record<string, string> }[] = []
  const body = (text: string) => Buffer.from(text).toString('base64')
  const { hover } = await openMarker(context, 'registry.test/acme/web', {
    experimental: { 'fluxmark/http': true },
    // Nobody listens on port 1: the way through this proxy is barred.
    settings: { http: { proxy: 'http://127.0.0.1:1', proxySupport: 'on' } },
    allowedHosts: ['registry.test'],
    answers: {
      'fluxmark/http': (request: { url: string; headers: Record<string, string> }) => {
        requests.push(request)
        return requests.length === 1
          ? {
              status: 200,
              headers: [['link', '</v2/acme/web/tags/list?last=1.2.3>; rel="next"']],
              bodyBase64: body('{"tags":["1.2.3"]}'),
            }
          : {
              status: 200,
              headers: [['link', '<https://evil.test/v2/acme/web/tags/list>; rel="next"']],
              bodyBase64: body('{"tags":["1.4.1"]}'),
            }
      },
    },
  })
  await hover('E_LINK_ORIGIN')
  assert.deepEqual(
    requests.map(({ url }) => new URL(url).host),
    ['registry.test', 'registry.test'],
  )
})

test('the second look at a tag tells what its image says of itself, and what lies between', async context => {
  const registry = await registryWith(context, { images })
  const { hover } = await openMarker(context, `${registry.host}/acme/web`, { allowedHosts: [registry.host] })
  await hover('1.4.1')
  const text = await hover('Compare')
  assert.match(text, /Built .* ago \(2026-02-01\), .*`linux\/amd64`/)
  assert.match(text, /`sha256:[0-9a-f]{64}`/)
  assert.ok(text.includes(`(${source}/compare/${'a'.repeat(40)}...${'b'.repeat(40)})`), text)
  const requests = registry.requests
  await hover('Compare')
  assert.equal(registry.requests, requests)
})

test('connections that were made with old settings end with them', async context => {
  // Left alone they would stay open for an hour.
  const registry = createServer({ keepAliveTimeout: 3_600_000 }, (_, response) => {
    response.end('{"name":"acme/web","tags":["1.2.3","1.4.1"]}')
  })
  context.after(() => registry.close().closeAllConnections())
  registry.listen(0, '127.0.0.1')
  await once(registry, 'listening')
  const connections = new Set<Socket>()
  registry.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`
  const settings: Record<string, unknown> = {}
  const { client, hover } = await openMarker(context, `${host}/acme/web`, { allowedHosts: [host], settings })
  await hover('1.4.1')
  const ended = Promise.all([...connections].map(socket => once(socket, 'close')))
  settings.fluxmark = { registries: { [host]: { limits: { parallel: 1 } } } }
  client.notify('workspace/didChangeConfiguration', { settings: {} })
  await ended
  await hover('1.4.1')
})
