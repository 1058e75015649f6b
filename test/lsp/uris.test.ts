import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathBelow, pathOf, paths } from '../../server/src/lsp/uris.ts'
import { editorWith, folderWith, uriIn } from './editor.ts'
import { strangeUris } from './strange-uris.ts'

const isWindows = process.platform === 'win32'

test('a path comes of a file’s URI, and of nothing else', { skip: isWindows }, () => {
  assert.equal(pathOf('file:///a/b%20c.yaml'), '/a/b c.yaml')
  assert.equal(pathOf('FILE:///a/b.yaml'), '/a/b.yaml')
  assert.equal(pathOf('file:///a/'), '/a')
  assert.equal(pathOf('file:///'), '/')
  assert.equal(pathOf('file:///a/x/../b.yaml'), '/a/b.yaml')
  assert.equal(pathOf('file:///%C3%BC.yaml'), '/ü.yaml')
  const none = [
    'file://host/x',
    'file:///a%2Fb',
    'file:///a%FF',
    'file:///a%00',
    'file:///a?b',
    'file:///a#b',
    'untitled:x',
    '',
    `file:///${'a/'.repeat(20_000)}x.yaml`,
  ]
  for (const uri of none) assert.equal(pathOf(uri), undefined, uri.slice(0, 80))
  assert.equal(pathOf(`file:///${'a/'.repeat(1000)}x.yaml`), `/${'a/'.repeat(1000)}x.yaml`)
  for (const uri of strangeUris) assert.doesNotThrow(() => pathOf(uri))
})

test('a path is below a folder by whole names', { skip: isWindows }, () => {
  assert.equal(pathBelow('/a', '/a/b/c'), 'b/c')
  assert.equal(pathBelow('/', '/a'), 'a')
  assert.equal(pathBelow('/a', '/ab'), undefined)
  assert.equal(pathBelow('/a', '/a'), undefined)
})

test('paths that mean something in URIs come back as they were', () => {
  const { toUri, toPath } = paths(isWindows ? 'C:\\repo' : '/repo')
  for (const path of ['a b.yaml', 'a%2Fb.yaml', 'a#b?.yaml', 'ü/😀.yaml', 'a%.yaml', 'a\tb.yaml'])
    assert.equal(toPath(toUri(path)), path)
})

test('whatever is opened, changed, asked about and closed, the server goes on', async context => {
  const text = 'image: x:1 # {"$imagepolicy": "apps:web"}\n'
  const folder = folderWith(context, { 'web.yaml': text })
  const editor = await editorWith(context, [folder])
  const web = uriIn(folder, 'web.yaml')
  editor.open(web, text)
  const { client } = editor
  const at = { position: { line: 0, character: 8 } }
  const ask = (method: string, params: object) => client.request(method, params).catch(() => undefined)
  for (const uri of strangeUris) {
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    client.notify('textDocument/didOpen', { textDocument })
    client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text }] })
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] })
    const range = { start: at.position, end: at.position }
    await Promise.all([
      ask('textDocument/hover', { textDocument, ...at }),
      ask('textDocument/completion', { textDocument, ...at }),
      ask('textDocument/definition', { textDocument, ...at }),
      ask('textDocument/references', { textDocument, ...at, context: { includeDeclaration: true } }),
      ask('textDocument/rename', { textDocument, ...at, newName: 'x' }),
      ask('textDocument/prepareRename', { textDocument, ...at }),
      ask('textDocument/inlayHint', { textDocument, range }),
      ask('textDocument/codeLens', { textDocument }),
      ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
      ask('codeAction/resolve', { title: 'x', data: { uri, title: 'x', start: 0, end: 0 } }),
      ask('workspace/executeCommand', { command: 'fluxmark.explain', arguments: [{ uri, line: 1 }] }),
    ])
    assert.match((await editor.hover(web, 0)) ?? '', /apps/, String(uri).slice(0, 80))
    client.notify('textDocument/didClose', { textDocument: { uri } })
    // The machine's whole disk is no workspace to try here.
    if (pathOf(uri) === '/') continue
    client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri, name: '' }], removed: [{ uri, name: '' }] },
    })
  }
  await client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
  assert.match((await editor.hover(web, 0)) ?? '', /apps/)
})
