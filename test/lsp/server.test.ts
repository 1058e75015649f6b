import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

/** The whole way over stdio, as an editor goes it: tutorial, real registry protocol, real Git. */

const examples = join(import.meta.dirname, '../../../examples')
const { startRegistry } = (await import(
  pathToFileURL(join(examples, 'registry.mjs')).href
)) as typeof import('../../examples/registry.mjs')
let folder: string
let registry: Awaited<ReturnType<typeof startRegistry>>

before(async () => {
  registry = await startRegistry({ images: { 'team/checkout': ['1.2.3', '1.5.3', '2.0.0', '1.6.0-rc.1'] } })
  folder = mkdtempSync(join(tmpdir(), 'fluxmark-lsp-'))
  cpSync(join(examples, 'tutorial'), folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('registry.example.com', registry.host))
  }
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'A User')
  git('config', 'user.email', 'user@example.com')
  git('add', '-A')
  git('commit', '-q', '-m', 'Deploy checkout')
})

after(async () => {
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
})

test('open, diagnose, hover, bump, commit alone, shut down', async () => {
  const path = join(folder, 'deployment.yaml')
  const uri = pathToFileURL(path).href
  const committed = readFileSync(path, 'utf8')
  let text = committed.replace('containerPort: 8080', 'containerPort: 9090')
  let version = 1
  const applied: unknown[] = []
  const client = new Client({
    'window/showMessageRequest': ({ actions }: { actions: { title: string }[] }) => actions[0],
    'workspace/applyEdit': ({ edit }: { edit: { documentChanges: DocumentChange[] } }) => {
      applied.push(edit)
      text = patched(text, version, edit.documentChanges)
      version++
      client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
      return { applied: true }
    },
  })
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
    initializationOptions: { trusted: true, allowedHosts: [] },
  })
  client.notify('initialized', {})
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } })

  const { diagnostics } = await client.notification<{ uri: string; diagnostics: Diagnostic[] }>(
    'textDocument/publishDiagnostics',
    params => params.uri === uri && params.diagnostics.some(({ code }) => code === 'outdated'),
  )
  const outdated = diagnostics.find(({ code }) => code === 'outdated')
  assert.equal(outdated?.message, '1.5.3 is the latest tag of flux-system:checkout, 1.2.3 is written here')
  assert.equal(outdated.source, 'fluxmark')
  assert.equal(outdated.severity, 3)

  const position = outdated.range.start
  const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
    textDocument: { uri },
    position,
  })
  for (const word of ['flux-system:checkout', '1.5.3', 'minor', '>=1.0.0 <2.0.0', 'anonymously', '4 tags']) {
    assert.ok(hover.contents.value.replaceAll('\\', '').includes(word), `${word} in ${hover.contents.value}`)
  }

  const [hint] = await client.request<readonly { label: string; tooltip: string }[]>(
    'textDocument/inlayHint',
    { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } },
  )
  assert.match(hint?.label ?? '', /^→ 1\.5\.3 \(minor/)
  const pointedAt = await client.request<{ tooltip: { value: string } }>('inlayHint/resolve', hint)
  const timeless = (text: string) => text.replace(/\d+ s ago/, '')
  assert.equal(timeless(pointedAt.tooltip.value), timeless(hover.contents.value), 'the card of its marker')

  const range = { start: position, end: position }
  const actions = await client.request<Action[]>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics },
  })
  assert.deepEqual(
    actions.map(({ title }) => title).filter(title => title.startsWith('Update')),
    ['Update to 1.5.3', 'Update to 1.5.3 and commit'],
  )

  const resolved = await client.request<Action>(
    'codeAction/resolve',
    actions.find(({ title }) => title === 'Update to 1.5.3'),
  )
  const changes = resolved.edit?.documentChanges ?? []
  assert.equal(changes[0]?.textDocument.version, 1)
  assert.equal(patched(text, 1, changes), text.replace('checkout:1.2.3 ', 'checkout:1.5.3 '))

  const command = actions.find(({ title }) => title === 'Update to 1.5.3 and commit')?.command
  assert(command)
  const answer = await client.request<{ commit: { oid: string } }>('workspace/executeCommand', command)
  assert.match(answer.commit.oid, /^[0-9a-f]{40}$/)
  assert.equal(applied.length, 1)
  assert.equal(
    text,
    committed
      .replace('containerPort: 8080', 'containerPort: 9090')
      .replace('checkout:1.2.3 ', 'checkout:1.5.3 '),
  )
  assert.equal(git('show', 'HEAD:deployment.yaml'), committed.replace('checkout:1.2.3 ', 'checkout:1.5.3 '))
  assert.equal(git('show', '--format=', '--numstat', 'HEAD').trim(), '1\t1\tdeployment.yaml')
  assert.equal(git('fsck', '--strict').trim(), '')

  assert.equal(await client.end(), 0)
})

test('without trust local diagnostics work, and no request leaves', async () => {
  const requests = registry.requests
  const uri = pathToFileURL(join(folder, 'new.yaml')).href
  const client = new Client()
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  })
  client.notify('initialized', {})
  const text =
    'image: x:1 # {"$imagepolicy": "flux-system/checkout"}\nother: y:1 # {"$imagepolicy": "flux-system:checkout"}\n'
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
  const { diagnostics } = await client.notification<{ uri: string; diagnostics: Diagnostic[] }>(
    'textDocument/publishDiagnostics',
    params => params.uri === uri && params.diagnostics.length > 0,
  )
  assert.ok(diagnostics.some(({ code }) => code === 'marker-bad-separator'))
  const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 1, character: 8 },
  })
  assert.match(hover.contents.value, /not scanned yet/)
  assert.equal(await client.end(), 0)
  assert.equal(registry.requests, requests)
})

interface Diagnostic {
  readonly code: string
  readonly message: string
  readonly severity: number
  readonly source: string
  readonly range: Range
}
interface Range {
  readonly start: { line: number; character: number }
  readonly end: { line: number; character: number }
}
interface DocumentChange {
  readonly textDocument: { readonly version: number | null }
  readonly edits: readonly { readonly range: Range; readonly newText: string }[]
}
interface Action {
  readonly title: string
  readonly edit?: { readonly documentChanges: readonly DocumentChange[] }
  readonly command?: { readonly command: string }
}

/** A text after edits of one document; they must be meant for its version. */
function patched(text: string, version: number, changes: readonly DocumentChange[]): string {
  let result = text
  for (const { textDocument, edits } of changes) {
    assert.equal(textDocument.version, version)
    for (const { range, newText } of [...edits].reverse()) {
      result = result.slice(0, offset(text, range.start)) + newText + result.slice(offset(text, range.end))
    }
  }
  return result
}

function offset(text: string, { line, character }: Range['start']): number {
  return text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character
}

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.hooksPath=', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
}
