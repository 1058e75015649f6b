import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'
import { folderWith } from './editor.ts'

/** Problems of files that are not open: sent, or asked for, and never both. */

const wrong = `image: x:1 # {'$imagepolicy': 'apps:web'}\n`
const right = `image: x:1 # {"$imagepolicy": "apps:web"}\n`

interface Published {
  readonly uri: string
  readonly diagnostics: readonly { readonly code: string }[]
}

async function opened(
  context: TestContext,
  capabilities: object,
  { mode = 'workspace', more = {} }: { mode?: string; more?: Readonly<Record<string, string>> } = {},
) {
  const files = { 'open.yaml': wrong, 'far/other.yaml': wrong, 'far/fine.yaml': right, ...more }
  const folder = folderWith(context, files)
  const settings = { diagnosticMode: mode }
  const asked: string[] = []
  const client = new Client({
    'workspace/configuration': ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'fluxmark' ? settings : null)),
    'workspace/diagnostic/refresh': () => {
      asked.push('refresh')
      return null
    },
  })
  context.after(() => client.end())
  const started = await client.request<{ capabilities: { diagnosticProvider?: object } }>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      workspace: { configuration: true, diagnostics: { refreshSupport: true } },
      ...capabilities,
    },
  })
  client.notify('initialized', {})
  const uri = (path: string) => pathToFileURL(join(folder, path)).href
  const open = (path: string, text: string) =>
    client.notify('textDocument/didOpen', {
      textDocument: { uri: uri(path), languageId: 'yaml', version: 1, text },
    })
  const published = (path: string, isIt: (codes: readonly string[]) => boolean) =>
    client.notification<Published>(
      'textDocument/publishDiagnostics',
      params => params.uri === uri(path) && isIt(params.diagnostics.map(({ code }) => code)),
    )
  return { client, settings, uri, open, published, asked, started }
}

test('a file that nobody has opened is reported, and again when its document is closed', async context => {
  const { client, uri, open, published } = await opened(context, {})
  const found = await published('far/other.yaml', codes => codes.length > 0)
  assert.match(found.diagnostics[0]?.code ?? '', /^marker-/)
  open('far/other.yaml', right)
  await published('far/other.yaml', codes => codes.length === 0)
  client.notify('textDocument/didClose', { textDocument: { uri: uri('far/other.yaml') } })
  // First nothing, as of any document that is closed; then what the file on disk has.
  await published('far/other.yaml', codes => codes.length > 0)
})

test('files that nobody has opened are reported, to the last, though somebody goes on typing', async context => {
  const many = Array.from({ length: 1500 }, (_, at) => [`far/f${at}.yaml`, right.repeat(5)])
  const { client, uri, open, published } = await opened(
    context,
    {},
    { more: Object.fromEntries([...many, ['zz/last.yaml', wrong]]) },
  )
  open('open.yaml', wrong)
  let version = 1
  const typing = setInterval(() => {
    const textDocument = { uri: uri('open.yaml'), version: ++version }
    client.notify('textDocument/didChange', {
      textDocument,
      contentChanges: [{ text: `${wrong}# ${version}\n` }],
    })
  }, 20)
  try {
    await published('far/other.yaml', codes => codes.length > 0)
    await published('zz/last.yaml', codes => codes.length > 0)
  } finally {
    // Before the server ends: what is sent afterwards fails.
    clearInterval(typing)
  }
})

test('with openFilesOnly only open files are reported, and what was reported goes', async context => {
  const { client, settings, open, published } = await opened(context, {})
  open('open.yaml', wrong)
  await published('open.yaml', codes => codes.length > 0)
  await published('far/other.yaml', codes => codes.length > 0)
  settings.diagnosticMode = 'openFilesOnly'
  client.notify('workspace/didChangeConfiguration', { settings: null })
  await published('far/other.yaml', codes => codes.length === 0)
})

test('a client that asks for diagnostics is told to ask, and sent none', async context => {
  const { client, uri, open, asked, started } = await opened(context, { textDocument: { diagnostic: {} } })
  assert.deepEqual(started.capabilities.diagnosticProvider, {
    interFileDependencies: true,
    workspaceDiagnostics: true,
  })
  open('open.yaml', wrong)
  const pull = () =>
    client.request<{ resultId: string; items: { code: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri: uri('open.yaml') },
    })
  // The folder may not be read yet; then a refresh says when to ask again.
  let pulled = await pull()
  while (pulled.items.length === 0) pulled = await pull()
  assert.match(pulled.items[0]?.code ?? '', /^marker-/)
  const again = await client.request<{ kind: string }>('textDocument/diagnostic', {
    textDocument: { uri: uri('open.yaml') },
    previousResultId: pulled.resultId,
  })
  assert.equal(again.kind, 'unchanged')
  interface Report {
    readonly items: readonly { readonly uri: string; readonly kind: string; readonly resultId: string }[]
  }
  let all: Report = { items: [] }
  while (!all.items.some(one => one.uri === uri('far/other.yaml')))
    all = await client.request<Report>('workspace/diagnostic', { previousResultIds: [] })
  assert.deepEqual(all.items.map(one => one.uri).sort(), [uri('far/other.yaml'), uri('open.yaml')])
  const next = await client.request<Report>('workspace/diagnostic', {
    previousResultIds: all.items.map(({ uri, resultId }) => ({ uri, value: resultId })),
  })
  assert.ok(next.items.every(({ kind }) => kind === 'unchanged'))
  assert.ok(asked.length > 0)
  assert.ok(client.transcript.every(text => !text.includes('publishDiagnostics')))
})
