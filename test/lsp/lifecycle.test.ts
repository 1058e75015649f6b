import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandTable } from '../../server/src/lsp/command-table.ts'
import { Client } from './client.ts'

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
