// The language server on Windows, over a socket: Wine's pipes lose what Node writes to them.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { startRegistry } from '../../examples/registry.mjs'
import { shopOnWindows } from './windows.mjs'
import { startProgram } from './wine.mjs'

test('an editor that writes drives in small letters gets findings, a hover and an edit for the same document', async t => {
  const { root, account, read } = shopOnWindows(t)
  const { server, child } = await startServer(t, root, account)
  const findings = new Promise(resolve =>
    server.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      if (uri.endsWith('web.yaml') && diagnostics.length > 0) resolve({ uri, diagnostics })
    }),
  )
  // As VS Code writes it.
  const folder = `file:///z%3A${root}`
  const uri = `${folder}/staging/web.yaml`
  const workspaceFolders = [{ uri: folder, name: 'fleet' }]
  await server.sendRequest('initialize', {
    processId: null,
    rootUri: folder,
    workspaceFolders,
    capabilities: {},
  })
  await server.sendNotification('initialized', {})
  const text = read('staging/web.yaml').replace('stage:web', 'stage/web')
  const textDocument = { uri, languageId: 'yaml', version: 1, text }
  await server.sendNotification('textDocument/didOpen', { textDocument })
  const found = await findings
  assert.equal(found.uri, uri)
  const [diagnostic] = found.diagnostics.filter(({ code }) => code === 'marker-bad-separator')
  assert.ok(diagnostic)
  const actions = await server.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic], only: ['quickfix'] },
  })
  const { edit } = await server.sendRequest('codeAction/resolve', actions[0])
  const [{ textDocument: changed, edits }] = edit.documentChanges
  assert.deepEqual(changed, { uri, version: 1 })
  assert.match(edits[0].newText, /:/)
  // What is on disk is found by the root, whose drive is a capital there.
  const symbols = await server.sendRequest('workspace/symbol', { query: 'web' })
  const uris = symbols.map(({ location }) => decodeURIComponent(location.uri))
  assert.ok(uris.includes(`file:///Z:${root}/flux/stage.yaml`), uris.join(' '))
  const ended = once(child, 'exit')
  await server.sendRequest('shutdown')
  await server.sendNotification('exit')
  assert.equal((await ended)[0], 0)
  server.dispose()
})

test('tag lists are kept below %LOCALAPPDATA%', async t => {
  const registry = await startRegistry({ images: { 'shop/web': ['1.0.0', '1.3.0'] } })
  t.after(() => registry.close())
  const { root, home, account, read, write } = shopOnWindows(t)
  write('flux/stage.yaml', read('flux/stage.yaml').replaceAll('ghcr.io', registry.host))
  const text = read('staging/web.yaml').replaceAll('ghcr.io', registry.host)
  write('staging/web.yaml', text)
  const { server } = await startServer(t, root, account)
  const isListed = new Promise(resolve =>
    server.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) => {
      if (diagnostics.some(({ code }) => code === 'outdated')) resolve()
    }),
  )
  const rootUri = `file:///Z:${root}`
  await server.sendRequest('initialize', {
    processId: null,
    rootUri,
    capabilities: {},
    initializationOptions: { trusted: true, allowedHosts: [registry.host] },
  })
  await server.sendNotification('initialized', {})
  const textDocument = { uri: `${rootUri}/staging/web.yaml`, languageId: 'yaml', version: 1, text }
  await server.sendNotification('textDocument/didOpen', { textDocument })
  await isListed
  const kept = readdirSync(join(home, 'AppData/Local'), { recursive: true }).join('\n')
  assert.match(kept, /^fluxmark\/tags\/[0-9a-f]+\.cache$/m)
  await server.sendRequest('shutdown')
  server.dispose()
})

/** A server that has connected to a port of this process, and answers what it asks with nothing. */
async function startServer(t, cwd, env) {
  const listener = createServer().listen(0, '127.0.0.1')
  t.after(() => listener.close())
  await once(listener, 'listening')
  const accepted = once(listener, 'connection')
  const { child } = startProgram(['lsp', `--socket=${listener.address().port}`], { cwd, env })
  t.after(() => child.kill())
  const [socket] = await accepted
  const server = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
  server.onRequest('client/registerCapability', () => null)
  server.onRequest('window/workDoneProgress/create', () => null)
  server.listen()
  return { server, child }
}
