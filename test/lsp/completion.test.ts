import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

const policies = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
  policy: {semver: {range: 1.x}}
`

interface Item {
  readonly label: string
  readonly insertTextFormat: number
  readonly textEdit: {
    readonly range: { readonly start: object; readonly end: object }
    readonly newText: string
  }
}

test('an editor completes a marker and a field in a file that is not saved, and renames a policy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-completion-'))
  writeFileSync(join(folder, 'policies.yaml'), policies)
  const client = new Client()
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  })
  client.notify('initialized', {})
  const complete = async (name: string, text: string): Promise<readonly Item[]> => {
    const uri = pathToFileURL(join(folder, name)).href
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    await client.notification(
      'textDocument/publishDiagnostics',
      (params: { uri: string }) => params.uri === uri,
    )
    const lines = text.split('\n')
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
    return client.request('textDocument/completion', { textDocument: { uri }, position })
  }

  const [marker] = await complete('web.yaml', 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "')
  assert.equal(marker?.textEdit.newText, '{"$imagepolicy": "apps:web"}')
  assert.deepEqual(marker.textEdit.range, {
    start: { line: 0, character: 32 },
    end: { line: 0, character: 50 },
  })

  const fields = await complete(
    'new.yaml',
    'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nspec:\n  ima',
  )
  const field = fields.find(({ label }) => label === 'imageRepositoryRef')
  assert.equal(field?.textEdit.newText, 'imageRepositoryRef:\n    name: $1')
  assert.equal(field.insertTextFormat, 2)

  const policiesUri = pathToFileURL(join(folder, 'policies.yaml')).href
  const onTheName = { textDocument: { uri: policiesUri }, position: { line: 7, character: 17 } }
  const { documentChanges } = await client.request<{ documentChanges: { textDocument: { uri: string } }[] }>(
    'textDocument/rename',
    { ...onTheName, newName: 'site' },
  )
  assert.deepEqual(
    documentChanges.map(({ textDocument }) => textDocument.uri),
    [policiesUri],
  )
  await assert.rejects(client.request('textDocument/rename', { ...onTheName, newName: 'A B' }), /is no name/)

  assert.equal(await client.end(), 0)
  rmSync(folder, { recursive: true, force: true })
})
