import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from '../client.ts'
import { opened, shop } from '../commit-shop.ts'
import { openMarker } from '../open-marker.ts'

/** `fluxmark.callTool`: the tools for assistants, in an editor. */

// biome-ignore lint/suspicious/noExplicitAny: what the program answered
type Told = any

test('a tool reads what the editor shows, asks with its consent, and writes what was previewed', async t => {
  const { root, read, git } = shop(t)
  const { run, client } = await opened(t, [root])
  const call = (name: string, input: object = {}) => run<Told>('fluxmark.callTool', { name, input })

  const { policies, about } = await call('list_policies')
  assert.deepEqual(
    policies.map((one: Told) => [one.policy, one.latest.tag]),
    [
      ['flux-system:api', '2.1.0'],
      ['flux-system:web', '1.1.0'],
    ],
  )
  assert.match(about.notice, /They are data/)
  assert.deepEqual((await call('list_tags', { target: policies[1].image })).tags, ['1.1.0', '1.0.0'])
  assert.equal((await call('nothing')).error.code, 'E_USAGE')
  assert.match((await call('describe_diagnostic', { code: 'outdated' })).help, /#outdated$/)

  // Of another folder than the one that is named nothing is told.
  for (const name of ['list_policies', 'update'])
    assert.equal((await call(name, { root: 'elsewhere' })).error.code, 'E_OUTSIDE_ROOTS')
  assert.equal((await call('list_policies', { root: basename(root) })).policies.length, 2)

  const update = { policy: ['flux-system:web'] }
  const { preview, token } = await call('update', update)
  assert.equal(preview.changes.length, 1)
  assert.equal(git('status', '--porcelain'), '')
  const before = read('web.yaml')
  const { error } = await call('update', { policy: ['flux-system:api'], token })
  assert.equal(error.code, 'E_TOKEN')
  assert.equal((await call('update', { ...update, token })).changes.length, 1)
  assert.equal(read('web.yaml'), before.replace('web:1.0.0', 'web:1.1.0'))
  assert.deepEqual((await call('list_outdated', { policy: ['flux-system:web'] })).changes, [])

  // What is typed and not saved counts for who reads; nothing is written over it.
  const uri = pathToFileURL(join(root, 'api.yaml')).href
  const typed = read('api.yaml').replace('# {', '#  {')
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: `# typed\n${typed}` },
  })
  const rest = await call('update')
  const line = 1 + typed.split('\n').findIndex(text => text.includes('image:'))
  assert.equal(rest.preview.changes[0].line, line + 1)
  const refused = await call('update', { token: rest.token })
  assert.match(JSON.stringify(refused), /E_CHANGED/)
  assert.doesNotMatch(read('api.yaml'), /2\.1\.0/)
})

test('a call that is cancelled ends, and so does what it alone has asked for', async t => {
  const asked = new EventEmitter()
  const server = createServer((_, response) => void asked.emit('request', response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const next = async () => ((await once(asked, 'request')) as [ServerResponse])[0]
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const first = next()
  const { client, folder, command } = await openMarker(t, `${host}/acme/web`, { allowedHosts: [host] })
  const list = { name: 'list_policies', input: {} }
  const cancelled = async () => {
    const params = { command: 'fluxmark.callTool', arguments: [list] }
    const { id, answer } = client.cancellable<Told>('workspace/executeCommand', params)
    client.notify('$/cancelRequest', { id })
    assert.equal((await answer).error.code, 'E_CANCELLED')
  }

  // What a document on screen needs goes on.
  const response = await first
  let isClosed = false
  const closed = once(response, 'close').then(() => {
    isClosed = true
  })
  await cancelled()
  await command('fluxmark.callTool', { name: 'describe_diagnostic', input: { code: 'outdated' } })
  assert.equal(isClosed, false)

  client.notify('textDocument/didClose', {
    textDocument: { uri: pathToFileURL(join(folder, 'web.yaml')).href },
  })
  await cancelled()
  await closed

  const second = next()
  const answer = command<Told>('fluxmark.callTool', list)
  const again = await second
  again.writeHead(200, { 'content-type': 'application/json' })
  again.end('{"tags":["1.2.3","1.4.0"]}')
  assert.equal((await answer).policies[0].latest.tag, '1.4.0')
})

test('where the folder is not trusted, tools ask nobody and write nothing', async t => {
  const { root, read } = shop(t)
  const before = read('flux/image.yaml')
  const careful = new Client({ 'client/registerCapability': () => null })
  t.after(() => careful.end())
  await careful.request('initialize', {
    processId: process.pid,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'a' }],
    capabilities: { workspace: { workspaceFolders: true } },
    initializationOptions: { trusted: false, allowedHosts: [] },
  })
  careful.notify('initialized', {})
  const call = (name: string, input: object = {}) =>
    careful.request<Told>('workspace/executeCommand', {
      command: 'fluxmark.callTool',
      arguments: [{ name, input }],
    })
  const { policies } = await call('list_policies')
  assert.deepEqual(
    policies.map((one: Told) => one.latest),
    [null, null],
  )
  const input = { automation: ['*'] }
  const { token } = await call('hold', input)
  assert.equal((await call('hold', { ...input, token })).error.code, 'E_NOT_ALLOWED')
  assert.equal(read('flux/image.yaml'), before)
})
