import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, TextDocuments } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { createDiagnosticsDoor } from '../../server/src/lsp/diagnostics-door.ts'
import { createPublishing } from '../../server/src/lsp/publishing.ts'
import { readSettings } from '../../server/src/lsp/settings.ts'
import { editorWith, folderWith, uriIn } from './editor.ts'

/** What fails takes down itself alone, and is said once. */

test('a document that throws is logged with its stack and said once; the others are checked', () => {
  const log: string[] = []
  const messages: string[] = []
  const asked: string[] = []
  const connection = {
    console: { error: (text: string) => log.push(text) },
    window: { showErrorMessage: (text: string) => messages.push(text) },
    sendDiagnostics: () => Promise.resolve(),
  } as unknown as Connection
  const open = ['a', 'b', 'c'].map(name => TextDocument.create(`file:///${name}.yaml`, 'yaml', 1, ''))
  const documents = { all: () => open } as unknown as TextDocuments<TextDocument>
  const at = (uri: string) => {
    asked.push(uri)
    if (uri.includes('b')) throw new Error('a fault of ours')
    return undefined
  }
  const door = createDiagnosticsDoor(connection)
  const publishing = createPublishing(connection, door, documents, at, () => readSettings([]))
  publishing.publish()
  publishing.publish()
  assert.deepEqual(asked.map(uri => uri.at(8)).join(''), 'abcabc')
  assert.equal(log.length, 1)
  assert.match(log[0] ?? '', /file:\/\/\/b\.yaml: Error: a fault of ours\n {4}at /)
  assert.equal(messages.length, 1)
  assert.doesNotMatch(messages[0] ?? '', /\n/)
})

test('a folder that cannot be opened is said once; the next one works', async context => {
  const text = 'image: x:1 # {"$imagepolicy": "apps:web"}\n'
  const broken = folderWith(context, { '.git': 'gitdir: /no/such/place\n', 'web.yaml': text })
  const whole = folderWith(context, { 'web.yaml': text })
  const editor = await editorWith(context, [broken, whole])
  const uri = uriIn(whole, 'web.yaml')
  editor.open(uri, text)
  await editor.client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
  assert.match((await editor.hover(uri, 0)) ?? '', /apps/)
})
