import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { appliedTo, type Committed, gitIn, opened, type Plan, type Refused, shop } from './commit-shop.ts'

/** What was refused is completed by the same command, run again. */

test('what was refused and stands in the document is committed by the next run, as the plan shows it', async t => {
  const { root, git, read } = shop(t)
  const uris = ['api.yaml', 'web.yaml'].map(path => pathToFileURL(join(root, path)).href)
  const documents = new Map<string, TextDocument>()
  const { client, run, edits } = await opened(t, [root], {}, edit => {
    for (const [uri, document] of documents) {
      const text = appliedTo(document, edit)
      documents.set(uri, TextDocument.create(uri, 'yaml', document.version + 1, text))
      const version = document.version + 1
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      })
    }
  })
  for (const [at, uri] of uris.entries()) {
    const text = read(at === 0 ? 'api.yaml' : 'web.yaml')
    documents.set(uri, TextDocument.create(uri, 'yaml', 1, text))
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    })
  }
  const lock = join(root, '.git/index.lock')
  writeFileSync(lock, '')
  const first = await run<Committed>('fluxmark.updateAndCommit')
  assert.deepEqual([first.branches, first.failures[0]?.code], [[], 'E_INDEX_LOCKED'])
  assert.match(documents.get(uris[1] ?? '')?.getText() ?? '', /web:1\.1\.0/, 'the edit stays')
  rmSync(lock)

  const steps = (changes: Plan['changes']) =>
    changes.map(({ old, new: now }) => [old.split(':').at(-1), now.split(':').at(-1)])
  const plan = await run<Plan>('fluxmark.planCommit')
  assert.deepEqual(steps(plan.changes), [
    ['2.0.0', '2.1.0'],
    ['1.0.0', '1.1.0'],
  ])
  assert.deepEqual(plan.refusals, [])
  assert.match(plan.previews[0]?.files[1]?.before ?? '', /web:1\.0\.0/)
  // One of them by its id, then the rest.
  const [, web] = plan.changes
  const picked = await run<Committed>('fluxmark.updateAndCommit', { changes: [web?.id] })
  assert.deepEqual([picked.changes, picked.failures], [1, []])
  assert.equal(git('show', '--format=', '--name-only', 'main').trim(), 'web.yaml')
  const rest = await run<Committed>('fluxmark.updateAndCommit')
  assert.deepEqual([rest.changes, rest.failures], [1, []])
  assert.match(git('show', 'main:api.yaml'), /api:2\.1\.0/)
  assert.match(git('show', 'main~1:web.yaml'), /web:1\.1\.0/)
  assert.equal(edits.length, 1, 'nothing was left to edit')
  assert.deepEqual((await run<Plan>('fluxmark.planCommit')).changes, [])
  assert.equal((await run<Committed>('fluxmark.updateAndCommit')).changes, 0)
})

test('a value that an update wrote is committed, and a file that Git does not know is named', async t => {
  const { root, git, read } = shop(t)
  writeFileSync(join(root, 'web.yaml'), read('web.yaml').replace('1.0.0', '1.1.0'))
  writeFileSync(join(root, 'new.yaml'), read('api.yaml'))
  const { run } = await opened(t, [root])
  const { branches, failures, skipped } = await run<Committed>('fluxmark.updateAndCommit')
  assert.deepEqual(failures, [])
  assert.deepEqual(
    skipped.map(({ path, code }) => [path, code]),
    [['new.yaml', 'E_NOT_TRACKED']],
  )
  assert.equal(branches.length, 1)
  assert.match(git('show', 'main:web.yaml'), /web:1\.1\.0/)
  assert.match(git('show', 'main:api.yaml'), /api:2\.1\.0/)
})

test('a push that the server refused is done by the next one', async t => {
  const { root, git } = shop(t)
  const bare = `${root}-origin.git`
  t.after(() => rmSync(bare, { recursive: true, force: true }))
  git('clone', '-q', '--bare', root, bare)
  git('remote', 'add', 'origin', bare)
  const hook = join(bare, 'hooks/pre-receive')
  writeFileSync(hook, '#!/bin/sh\necho closed >&2\nexit 1\n', { mode: 0o755 })
  const { run } = await opened(t, [root])
  const { branches } = await run<Committed>('fluxmark.updateAndCommit')
  const oid = branches[0]?.commits[0]?.oid
  const push = () => run<{ remote: string } & Refused>('fluxmark.push', { root, branch: 'main', oid })
  assert.equal((await push()).failure?.code, 'E_PUSH_POLICY')
  rmSync(hook)
  assert.deepEqual([(await push()).remote, gitIn(bare, 'rev-parse', 'main').trim()], ['origin', oid])
})
