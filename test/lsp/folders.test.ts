import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

/** Folders that come and go while the server runs. */

const marked = 'image: x:1 # {"$imagepolicy": "flux-system/checkout"}\n'
let folders: readonly string[]

before(() => {
  folders = ['one', 'two'].map(name => mkdtempSync(join(tmpdir(), `fluxmark-${name}-`)))
  for (const folder of folders) writeFileSync(join(folder, 'a.yaml'), marked)
})

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test('a folder that is added in the very first message counts', async () => {
  const client = await started([])
  client.notify('initialized', {})
  change(client, { added: folders })
  for (const folder of folders) await diagnosed(client, folder)
  assert.equal(await client.end(), 0)
})

test('a folder that is gone again before it was read does not come back', async () => {
  const [one = '', two = ''] = folders
  const client = await started([one])
  client.notify('initialized', {})
  change(client, { removed: [one], added: [two] })
  await diagnosed(client, two)
  const hover = await client.request('textDocument/hover', {
    textDocument: { uri: open(client, one) },
    position: { line: 0, character: 8 },
  })
  assert.equal(hover, null)
  assert.equal(await client.end(), 0)
})

async function started(roots: readonly string[]): Promise<Client> {
  const client = new Client({
    'client/registerCapability': () => null,
    'workspace/configuration': ({ items }: { items: readonly unknown[] }) => items.map(() => null),
  })
  await client.request('initialize', {
    processId: process.pid,
    workspaceFolders: roots.map(folderOf),
    capabilities: {
      workspace: {
        workspaceFolders: true,
        configuration: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
    },
  })
  return client
}

function change(
  client: Client,
  { added = [], removed = [] }: { added?: readonly string[]; removed?: readonly string[] },
): void {
  const event = { added: added.map(folderOf), removed: removed.map(folderOf) }
  client.notify('workspace/didChangeWorkspaceFolders', { event })
}

function folderOf(path: string) {
  return { uri: pathToFileURL(path).href, name: path }
}

/** Opens the folder's file; its URI. */
function open(client: Client, folder: string): string {
  const uri = pathToFileURL(join(folder, 'a.yaml')).href
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: marked },
  })
  return uri
}

async function diagnosed(client: Client, folder: string): Promise<void> {
  const uri = open(client, folder)
  await client.notification<{ uri: string; diagnostics: readonly { code: string }[] }>(
    'textDocument/publishDiagnostics',
    params => params.uri === uri && params.diagnostics.some(({ code }) => code === 'marker-bad-separator'),
  )
}
