import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { fluxmark } from '../cli/fluxmark.ts'

/** The way to an editor that gives its servers a port. */

const main = join(import.meta.dirname, '../../../dist/main.js')

test('over a socket the server answers, and ends with the protocol or with the editor', async t => {
  const listener = createServer().listen(0, '127.0.0.1')
  t.after(() => listener.close())
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  for (const isPolite of [true, false]) {
    const accepted = once(listener, 'connection') as Promise<[Socket]>
    const child = spawn(process.execPath, [main, 'lsp', `--socket=${port}`], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    const [socket] = await accepted
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    )
    connection.listen()
    const { serverInfo } = await connection.sendRequest<{ readonly serverInfo: { readonly name: string } }>(
      'initialize',
      { processId: null, rootUri: null, capabilities: {} },
    )
    assert.match(serverInfo.name, /fluxmark/i)
    if (isPolite) {
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
    } else socket.destroy()
    assert.equal((await ended)[0], isPolite ? 0 : 1)
    connection.dispose()
  }
})

test('a port on which no editor listens is told, and so is what is no port', async () => {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  const nobody = await fluxmark(tmpdir(), tmpdir(), 'lsp', `--socket=${port}`)
  assert.equal(nobody.code, 1)
  assert.equal(nobody.err, `fluxmark: no editor listens on port ${port} of 127.0.0.1\n`)
  for (const given of [['--socket', 'code'], ['--socket=65536']]) {
    const wrong = await fluxmark(tmpdir(), tmpdir(), 'lsp', ...given)
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /^fluxmark: --socket is a port, not "(code|65536)"\n$/)
  }
})
