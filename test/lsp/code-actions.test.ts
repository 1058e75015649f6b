import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

/** A fix belongs to one finding of one version of a document, whatever other findings say the same. */

let folder: string
let client: Client
let uri: string

const text = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
  interval: 10s
  image: ghcr.io/acme/web
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: shop, namespace: apps}
spec:
  interval: 10s
  image: ghcr.io/acme/shop
`
const whole = { start: { line: 0, character: 0 }, end: { line: 13, character: 0 } }

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fluxmark-actions-'))
})

afterEach(async () => assert.equal(await client.end(), 0))

after(() => rmSync(folder, { recursive: true, force: true }))

describe('of two findings that say the same', () => {
  test('each has its own fix', async () => {
    const shown = await open('two.yaml', text)
    const actions = await tooShort(shown)
    assert.deepEqual(
      actions.map(({ diagnostics }) => diagnostics.map(({ range }) => range.start.line)),
      [[4], [11]],
    )
    const lines = []
    for (const action of actions) {
      const { edit } = await client.request<Action>('codeAction/resolve', action)
      lines.push(edit?.documentChanges.flatMap(({ edits }) => edits.map(({ range }) => range.start.line)))
    }
    assert.deepEqual(lines, [[4], [11]])
  })

  test('none is fixed once the document has changed', async () => {
    const shown = await open('changed.yaml', text)
    const [first] = await tooShort(shown)
    const contentChanges = [{ text: `# a comment\n${text}` }]
    client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges })
    const resolved = await client.request<Action>('codeAction/resolve', first)
    assert.equal(resolved.edit, undefined)
  })
})

test('of a document that is not open not all is fixed: the edit would have no version', async () => {
  await open('two.yaml', text)
  uri = pathToFileURL(join(folder, 'closed.yaml')).href
  writeFileSync(join(folder, 'closed.yaml'), text.replaceAll('10s', '10'))
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 1 }] })
  assert.deepEqual(
    await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: whole,
      context: { diagnostics: [], only: ['source.fixAll'] },
    }),
    [],
  )
})

describe('what is silenced has no fix', () => {
  test('by the setting', async () => {
    const shown = await open('off.yaml', text, { 'repo-interval-too-short': 'off' })
    assert.deepEqual(await tooShort(shown), [])
  })

  test('by a comment', async () => {
    const ignored = text.replaceAll('10s\n', '10s # fluxmark-ignore: repo-interval-too-short\n')
    const shown = await open('ignored.yaml', ignored)
    assert.deepEqual(await tooShort(shown), [])
  })

  test('and what a setting turns on has one', async () => {
    const shown = await open('on.yaml', text, { 'repo-interval-too-short': 'error' })
    assert.equal((await tooShort(shown)).length, 2)
  })
})

/** Opens a document in a server of its own; the diagnostics that it shows. */
async function open(name: string, content: string, diagnostics = {}): Promise<readonly Diagnostic[]> {
  client = new Client({
    'workspace/configuration': ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'fluxmark' ? { diagnostics } : null)),
  })
  uri = pathToFileURL(join(folder, name)).href
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { configuration: true } },
  })
  client.notify('initialized', {})
  const textDocument = { uri, languageId: 'yaml', version: 1, text: content }
  client.notify('textDocument/didOpen', { textDocument })
  const shown = await client.notification<{ uri: string; diagnostics: Diagnostic[] }>(
    'textDocument/publishDiagnostics',
    params => params.uri === uri,
  )
  return shown.diagnostics
}

/** What is offered for the intervals in the whole document. */
async function tooShort(diagnostics: readonly Diagnostic[]): Promise<readonly Action[]> {
  const actions = await client.request<Action[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: whole,
    context: { diagnostics },
  })
  return actions.filter(({ title }) => title === 'Change to 5m')
}

interface Diagnostic {
  readonly code: string
  readonly range: typeof whole
}

interface Action {
  readonly title: string
  readonly diagnostics: readonly Diagnostic[]
  readonly edit?: { readonly documentChanges: readonly { readonly edits: readonly Diagnostic[] }[] }
}

describe('an action that only runs a command', () => {
  test('is resolved as it is, and nothing is logged', async () => {
    await open('command.yaml', text)
    const command = { title: 'Update and commit', command: 'fluxmark.updateAndCommit', arguments: [{ uri }] }
    for (const data of [undefined, null, 7, {}, { uri: 7 }, { uri, finding: null }]) {
      const action = { title: 'Update and commit', kind: 'quickfix', command, data }
      const resolved = await client.request<Action>('codeAction/resolve', action)
      assert.deepEqual(resolved, JSON.parse(JSON.stringify(action)))
    }
    assert.deepEqual(
      client.transcript.filter(said => said.includes('window/logMessage')),
      [],
    )
  })
})
