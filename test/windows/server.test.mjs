// The language server on Windows, over a socket: Wine's pipes lose what Node writes to them.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { shopOnWindows } from './windows.mjs'
import { startProgram } from './wine.mjs'

test('an editor that writes drives in small letters gets findings, a hover and an edit for the same document', async t => {
  const { root, account, read } = shopOnWindows(t)
  const listener = createServer().listen(0, '127.0.0.1')
  t.after(() => listener.close())
  await once(listener, 'listening')
  const accepted = once(listener, 'connection')
  const { child } = startProgram(['lsp', `--socket=${listener.address().port}`], { cwd: root, env: account })
  t.after(() => child.kill())
  const [socket] = await accepted
  const server = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
  const findings = new Promise(resolve =>
    server.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      if (uri.endsWith('web.yaml') && diagnostics.length > 0) resolve({ uri, diagnostics })
    }),
  )
  server.onRequest('client/registerCapability', () => null)
  server.onRequest('window/workDoneProgress/create', () => null)
  server.listen()
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
