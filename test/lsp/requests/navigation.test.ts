import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../client.ts'
import { editorWith, folderWith, uriIn, type WorkspaceEdit } from '../editor.ts'

const files = {
  'policies.yaml': `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`,
  'web.yaml': 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n',
  // Nothing in it matters, until its namespace is renamed.
  'service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: apps, labels: {namespace: apps}}\n',
}

test('an editor is led about, and renames a namespace in files that it has never opened', async t => {
  const folder = folderWith(t, files, { isRepository: true })
  const { client, open } = await editorWith(t, [folder])
  const uri = uriIn(folder, 'web.yaml')
  open(uri, files['web.yaml'])
  const ask = <T>(method: string, params: object = {}) =>
    client.request<T>(`textDocument/${method}`, { textDocument: { uri }, ...params })
  const position = { line: 0, character: files['web.yaml'].indexOf('apps:') + 1 }

  const symbols = await ask<{ name: string; containerName: string }[]>('documentSymbol')
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['apps:web'],
  )
  const found = await client.request<{ name: string }[]>('workspace/symbol', { query: 'Policy web' })
  assert.deepEqual(
    found.map(({ name }) => name),
    ['apps:web'],
  )
  const places = await ask<{ uri: string }[]>('implementation', { position })
  assert.deepEqual(
    places.map(one => one.uri),
    [uriIn(folder, 'policies.yaml'), uriIn(folder, 'policies.yaml')],
  )
  const links = await ask<{ target: string }[]>('documentLink')
  assert.deepEqual(
    links.map(({ target }) => target),
    ['https://ghcr.io/acme/web'],
  )
  const { data } = await ask<{ data: number[] }>('semanticTokens/full')
  assert.deepEqual(data, [0, position.character - 1, 4, 0, 0, 0, 5, 3, 1, 0])
  const lit = await ask<{ range: { start: { character: number } } }[]>('documentHighlight', { position })
  assert.deepEqual(
    lit.map(({ range }) => range.start.character),
    [position.character - 1],
  )

  const edit = await ask<WorkspaceEdit>('rename', { position, newName: 'shop' })
  assert.deepEqual(
    edit.documentChanges.map(({ textDocument, edits }) => [textDocument.uri, edits.length]).toSorted(),
    [
      [uriIn(folder, 'policies.yaml'), 2],
      [uriIn(folder, 'service.yaml'), 1],
      [uri, 1],
    ],
  )
  await assert.rejects(ask('rename', { position, newName: 'kube-shop' }), /Kubernetes itself/)
})

test('an editor that shows annotations is asked about what may be the name', async t => {
  const folder = folderWith(t, files, { isRepository: true })
  const client = new Client({ 'workspace/configuration': () => null })
  t.after(() => client.end())
  await client.request('initialize', {
    processId: process.pid,
    rootUri: uriIn(folder, ''),
    capabilities: { workspace: { workspaceEdit: { changeAnnotationSupport: {} } } },
  })
  client.notify('initialized', {})
  const uri = uriIn(folder, 'web.yaml')
  const text = files['web.yaml']
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  const position = { line: 0, character: text.indexOf('apps:') + 1 }
  const params = { textDocument: { uri }, position, newName: 'shop' }
  const { changeAnnotations } = await client.request<{
    changeAnnotations: Record<string, { needsConfirmation: boolean; description?: string }>
  }>('textDocument/rename', params)
  assert.deepEqual(
    Object.values(changeAnnotations).flatMap(one => (one.needsConfirmation ? [one.description] : [])),
    ['Here apps is a label'],
  )
  assert.equal(Object.keys(changeAnnotations).length, 5)
})
