import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandTable } from '../../server/src/lsp/command-table.ts'
import { Client } from './client.ts'
import { editorWith, folderWith, uriIn } from './editor.ts'

/** A server's life as the protocol has it. */

const hover = { textDocument: { uri: 'file:///a.yaml' }, position: { line: 0, character: 0 } }
const initialize = { processId: process.pid, rootUri: null, capabilities: {} }
const codeOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'answered',
    (error: { code?: number }) => error.code,
  )

test('before initialize every request is refused, and nothing else is done', async () => {
  const client = new Client()
  assert.equal(await codeOf(client.request('textDocument/hover', hover)), -32002)
  assert.equal(await codeOf(client.request('no/such/method', {})), -32002)
  assert.equal(await codeOf(client.request('shutdown', null)), -32002)
  client.notify('textDocument/didOpen', {})
  client.notify('initialized', {})
  const { capabilities } = await client.request<{
    capabilities: { executeCommandProvider: { commands: string[] } }
  }>('initialize', initialize)
  assert.deepEqual(
    capabilities.executeCommandProvider.commands,
    commandTable.flatMap(({ name, handler }) => (handler === 'server' ? [name] : [])),
  )
  assert.equal(await codeOf(client.request('initialize', initialize)), -32600)
  assert.equal(await codeOf(client.request('textDocument/hover', hover)), 'answered')
  assert.equal(await client.end(), 0)
})

test('after shutdown every request is refused', async () => {
  const client = new Client()
  await client.request('initialize', initialize)
  client.notify('initialized', {})
  await client.request('shutdown', null)
  assert.equal(await codeOf(client.request('textDocument/hover', hover)), -32600)
  assert.equal(await codeOf(client.request('shutdown', null)), -32600)
  assert.equal(await codeOf(client.request('initialize', initialize)), -32600)
  assert.equal(await client.exit(), 0)
})

test('exit without shutdown is a failure, before initialize as well', async () => {
  const fresh = new Client()
  assert.equal(await fresh.exit(), 1)
  const running = new Client()
  await running.request('initialize', initialize)
  assert.equal(await running.exit(), 1)
})

test('a notification that is none ends nothing', async context => {
  const text = 'image: x:1 # {"$imagepolicy": "apps:web"}\n'
  const folder = folderWith(context, { 'web.yaml': text })
  const editor = await editorWith(context, [folder])
  const web = uriIn(folder, 'web.yaml')
  editor.open(web, text)
  const { client } = editor
  await client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
  const other = `${web}2`
  const change = { textDocument: { uri: other, version: 2 }, contentChanges: [{ range: {}, text: '' }] }
  for (const params of [null, undefined, 5, 'x', [], {}, { id: {} }, { id: null }, change]) {
    client.notify('$/cancelRequest', params)
    client.notify('$/progress', params)
    client.notify('$/setTrace', params)
    client.notify('textDocument/didOpen', { textDocument: { uri: other, version: 1, text: params } })
    client.notify('textDocument/didChange', params)
    client.notify('workspace/didChangeWatchedFiles', params)
    client.notify('workspace/didChangeWorkspaceFolders', params)
  }
  assert.match((await editor.hover(web, 0)) ?? '', /apps/)
})
