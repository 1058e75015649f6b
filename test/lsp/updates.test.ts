import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { inSlices } from '../../server/src/lsp/commands/in-slices.ts'
import { openMarker, registryWith } from './open-marker.ts'

/** What the Updates view and *Pick a Tag…* ask, as any client may. */

const images = {
  'acme/web': [
    { tag: '1.2.3', created: '2026-01-01T00:00:00Z' },
    { tag: '1.4.1', created: '2026-02-01T00:00:00Z' },
    { tag: '2.0.0', created: '2026-03-01T00:00:00Z' },
  ],
}

interface Row {
  readonly label: string
  readonly description: string
  readonly state: string
  readonly change?: string
  readonly host?: string
  readonly children: readonly Row[]
}

interface Updates {
  readonly outdated: number
  readonly waiting: readonly string[]
  readonly isTrusted: boolean
  readonly rows: readonly Row[]
}

const leaves = (rows: readonly Row[]): readonly Row[] =>
  rows.flatMap(row => (row.children.length === 0 ? [row] : leaves(row.children)))

test('a value that nobody has opened is known once the view asks, and is updated by the id of its change', async context => {
  const registry = await registryWith(context, { images })
  const edits: { documentChanges: { edits: { newText: string }[] }[] }[] = []
  const { client, folder, command } = await openMarker(context, `${registry.host}/acme/web`, {
    allowedHosts: [registry.host],
    experimental: { serverStatusNotification: true },
    answers: {
      'workspace/applyEdit': ({ edit }: { edit: (typeof edits)[0] }) => {
        edits.push(edit)
        return { applied: true }
      },
    },
  })
  const uri = pathToFileURL(join(folder, 'web.yaml')).href
  client.notify('textDocument/didClose', { textDocument: { uri } })
  const asked = async () => {
    for (;;) {
      const answer = await command<Updates>('fluxmark.updates', { ages: true })
      if (answer.rows[0]?.children[0]?.description.includes('old')) return answer
    }
  }
  const answer = await asked()
  assert.equal(answer.outdated, 1)
  const [row] = leaves(answer.rows)
  assert.match(row?.description ?? '', /^1\.2\.3 → 1\.4\.1 · minor · \d+ days old$/)
  assert.equal(row?.label, 'web.yaml:11')
  const { revision } = await client.notification<{ revision: number }>(
    'experimental/serverStatus',
    status => status.revision > 0,
  )
  assert.ok(revision > 0)
  await command('fluxmark.update', { changes: [row?.change] })
  assert.equal(edits[0]?.documentChanges[0]?.edits[0]?.newText, `${registry.host}/acme/web:1.4.1`)
})

test('a host that needs consent is named and not asked about; allowed in the view, it is listed, and a question that is open is taken back', async context => {
  const registry = await registryWith(context, { images })
  let questions = 0
  const { client, folder, command } = await openMarker(context, `${registry.host}/acme/web`, {
    answers: {
      'window/showMessageRequest': () => {
        questions++
        // Somebody who looks elsewhere.
        return new Promise(() => {})
      },
    },
  })
  const uri = pathToFileURL(join(folder, 'web.yaml')).href
  client.notify('textDocument/didClose', { textDocument: { uri } })
  const until = async (isIt: (answer: Updates) => boolean) => {
    for (;;) {
      const answer = await command<Updates>('fluxmark.updates', { group: 'state' })
      if (isIt(answer)) return answer
    }
  }
  const waiting = await until(answer => answer.waiting.length > 0)
  assert.deepEqual(waiting.waiting, [registry.host])
  assert.equal(leaves(waiting.rows)[0]?.host, registry.host)
  assert.equal(registry.requests, 0)
  // A file that is on the screen asks; the user answers in the view.
  const isTakenBack = client.notification('$/cancelRequest', () => true)
  client.notify('textDocument/didOpen', {
    textDocument: {
      uri,
      languageId: 'yaml',
      version: 1,
      text: readFileSync(join(folder, 'web.yaml'), 'utf8'),
    },
  })
  while (questions === 0) await command<Updates>('fluxmark.updates', {})
  await command('fluxmark.allowHost', { host: registry.host })
  await isTakenBack
  const listed = await until(answer => answer.outdated === 1)
  assert.deepEqual([listed.waiting, listed.rows[0]?.label], [[], 'Outdated'])
  assert.equal(questions, 1)
})

test('without trust nothing is asked, and the answer says so', async context => {
  const registry = await registryWith(context, { images })
  const { command } = await openMarker(context, `${registry.host}/acme/web`, {
    trusted: false,
    allowedHosts: [registry.host],
  })
  const answer = await command<Updates>('fluxmark.updates', {})
  assert.deepEqual([answer.isTrusted, leaves(answer.rows)[0]?.state], [false, 'unknown'])
  assert.equal(registry.requests, 0)
})

test('an older tag is written where it is picked, with what Flux will make of it', async context => {
  const registry = await registryWith(context, { images })
  let text = ''
  const { folder, command } = await openMarker(context, `${registry.host}/acme/web`, {
    allowedHosts: [registry.host],
    answers: {
      'workspace/applyEdit': ({
        edit,
      }: {
        edit: { documentChanges: { edits: { newText: string }[] }[] }
      }) => {
        text = edit.documentChanges[0]?.edits[0]?.newText ?? ''
        return { applied: true }
      },
      'window/showMessageRequest': ({ actions }: { actions: { title: string }[] }) =>
        actions.find(({ title }) => title === '2.0.0'),
    },
  })
  const target = { uri: pathToFileURL(join(folder, 'web.yaml')).href, line: 11 }
  const { tags } = await command<{ tags: { tag: string; stage: string; present: boolean }[] }>(
    'fluxmark.tags',
    target,
  )
  assert.deepEqual(
    tags.map(({ tag, stage, present }) => [tag, stage, present]),
    [
      ['1.4.1', 'selected', false],
      ['1.2.3', 'not-latest', true],
      ['2.0.0', 'out-of-range', false],
    ],
  )
  const one = await command<{ tags: { created: string }[] }>('fluxmark.tags', { ...target, tag: '2.0.0' })
  assert.match(one.tags[0]?.created ?? '', /^2026-03-01T/)
  const written = await command<{ tag: string; takenBack: string }>('fluxmark.pickTag', target)
  assert.deepEqual(
    [written.tag, written.takenBack, text],
    ['2.0.0', '1.4.1', `${registry.host}/acme/web:2.0.0`],
  )
  assert.equal(await command('fluxmark.pickTag', { ...target, line: 1 }), null)
  assert.ok(readFileSync(join(folder, 'web.yaml'), 'utf8').includes(':1.2.3'))
})

test('what takes long lets others have their turn, and ends early where it is told to', async () => {
  const busy = () => {
    const start = performance.now()
    while (performance.now() - start < 20) {}
  }
  const seen: string[] = []
  setImmediate(() => seen.push('a request'))
  const all = await inSlices(['a', 'b'], item => {
    busy()
    seen.push(item)
  })
  assert.deepEqual([all, seen], [2, ['a', 'a request', 'b']])
  assert.equal(await inSlices(['a', 'b', 'c'], busy, 1), 1)
})
