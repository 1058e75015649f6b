import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

/** A pattern that takes very long on 100,000 tags is cut off, and the server answers meanwhile. */
test('a hostile pattern over many tags is bounded, and hovers are answered while it runs', async () => {
  const tags = Array.from({ length: 100_000 }, (_, index) => `${'ab.-'.repeat(28)}${index}`)
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name: 'team/web', tags }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-hostile-'))
  writeFileSync(
    join(folder, 'policy.yaml'),
    `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: '${host}/team/web', interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, filterTags: {pattern: '(.{1,100}){1,9}z'}, policy: {alphabetical: {order: asc}}}
`,
  )
  const uri = pathToFileURL(join(folder, 'web.yaml')).href
  const text = `image: ${host}/team/web:1 # {"$imagepolicy": "apps:web"}\n`
  const client = new Client()
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
    initializationOptions: { trusted: true, allowedHosts: [host] },
  })
  client.notify('initialized', {})
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  let meanwhile = 0
  let said = ''
  // Fast machines finish; slow ones are cut off after a second. Either way there is an answer, and hovers before it.
  while (!/E_TOO_SLOW|E_NO_TAG|Latest|is the latest|→/.test(said)) {
    const hover = await client.request<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 8 },
    })
    said = hover?.contents.value.replaceAll('\\', '') ?? ''
    if (said.includes('the tags are being compared')) meanwhile++
  }
  assert.ok(meanwhile > 0, said)
  assert.equal(await client.end(), 0)
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Whatever lies in the folder, and whatever of it is opened: the marker beside it has its hover. */
test('a hostile workspace neither ends nor stops the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-hostile-'))
  const token = '# image.toolkit.fluxcd.io\n'
  const line = 'image: ghcr.io/acme/web:1 # {"$imagepolicy": "apps:web"}\n'
  const aliases = Array.from(
    { length: 12 },
    (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]\n`,
  )
  const texts: Readonly<Record<string, string>> = {
    'large.yaml': `${token}${'key: value\n'.repeat(1_000_000)}`,
    'deep.yaml': `${token}a: ${'['.repeat(20_000)}\n`,
    'line.json': `{"kind": "image.toolkit.fluxcd.io", "a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    'aliases.yaml': `${token}l0: &l0 [a]\n${aliases.join('')}`,
    'kustomization.yaml': 'resources:\n- ../\n- loop\n- large.yaml\n- deep.yaml\n- aliases.yaml\n',
  }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
  symlinkSync('.', join(folder, 'loop'))
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
  const client = new Client()
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  })
  client.notify('initialized', {})
  for (const [name, text] of [...Object.entries(texts), ['web.yaml', line] as const]) {
    const uri = pathToFileURL(join(folder, name)).href
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  }
  const textDocument = { uri: pathToFileURL(join(folder, 'web.yaml')).href }
  const position = { line: 0, character: 8 }
  let hover: { contents: { value: string } } | null = null
  while (hover === null) hover = await client.request('textDocument/hover', { textDocument, position })
  assert.match(hover.contents.value, /apps/)
  assert.equal(await client.end(), 0)
  rmSync(folder, { recursive: true, force: true })
})
