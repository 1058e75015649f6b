import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { assistant } from './assistant.ts'

/** A registry that keeps everybody waiting. */
async function slowRegistry(t: TestContext) {
  let requests = 0
  const server = createServer((_, response) => {
    requests++
    server.emit('asked', response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked = async () => ((await once(server, 'asked')) as [ServerResponse])[0]
  return { host, asked, count: () => requests }
}

for (const mode of ['legacy', 'auto'] as const)
  test(`a call that waits for a registry says so, and says what it waits for (${mode})`, async t => {
    const { host, asked } = await slowRegistry(t)
    const { client } = await assistant(t, { tags: false, args: ['--insecure-host', host], mode })
    const first = asked()
    const told: string[] = []
    const answer = client.callTool(
      { name: 'list_tags', arguments: { target: `${host}/shop/web` } },
      {
        onprogress: ({ message = '' }) => {
          told.push(message)
          if (told.length === 1)
            void first.then(response => {
              response.writeHead(200, { 'content-type': 'application/json' })
              response.end('{"tags":["1.0.0"]}')
            })
        },
      },
    )
    const { structuredContent } = await answer
    assert.deepEqual((structuredContent as { readonly tags: unknown }).tags, ['1.0.0'])
    assert.match(told.join(' '), new RegExp(`${host}/shop/web`))
  })

test('a call that is given up no longer asks the registry', async t => {
  const { host, asked } = await slowRegistry(t)
  const { client, call } = await assistant(t, { tags: false, args: ['--insecure-host', host] })
  const first = asked()
  const stop = new AbortController()
  const given = client.callTool(
    { name: 'list_tags', arguments: { target: `${host}/shop/web` } },
    { signal: stop.signal },
  )
  const response = await first
  const closed = once(response, 'close')
  stop.abort()
  await assert.rejects(given)
  await closed
  assert.equal((await call('describe_diagnostic', { code: 'outdated' })).isError, false)
})

test('a call that waits for the tags of policies ends when it is given up, and asks nothing more', async t => {
  const { host, asked, count } = await slowRegistry(t)
  const place = {
    tags: false,
    args: ['--insecure-host', host],
    files: { 'prod.yaml': policiesAt(host) },
  } as const
  const { client, call } = await assistant(t, place)
  // More than may be read at a time: whoever was given up has left its place.
  for (let at = 0; at < 20; at++) {
    const first = asked()
    const stop = new AbortController()
    const given = client.callTool(
      { name: 'list_policies', arguments: { paths: ['prod.yaml'] } },
      { signal: stop.signal },
    )
    const closed = once(await first, 'close')
    stop.abort()
    await assert.rejects(given)
    await closed
  }
  assert.equal((await call('list_policies', { paths: ['nothing.yaml'] })).isError, true)
  assert.equal(count(), 20)
})

const policiesAt = (host: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: slow, namespace: slow}
spec: {image: ${host}/slow, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: slow, namespace: slow}
spec: {imageRepositoryRef: {name: slow}, policy: {semver: {range: 1.x}}}
`
