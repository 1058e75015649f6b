import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shop } from './shop.ts'

/** What `update` writes besides what Flux would, and how commits are grouped by environment. */

test('--to writes a tag of the user’s choice at one marker, and nothing else', async t => {
  const { git, json, read } = shop(t)
  const dry = await json('update', '--to', '1.1.0', 'staging/web.yaml:2', '--dry-run')
  assert.deepEqual([dry.code, dry.answer.changes.length], [0, 1])
  assert.equal(git('status', '--porcelain'), '')
  const { code, answer } = await json('update', '--to', '1.1.0', 'staging/web.yaml:2')
  assert.equal(code, 0)
  assert.equal(answer.changes[0].new, 'ghcr.io/shop/web:1.1.0')
  assert.match(read('staging/web.yaml'), /web:1\.1\.0 #/)
  assert.equal(git('status', '--porcelain'), ' M staging/web.yaml\n')
  // Also back to an older tag than the policy selects, committed.
  const back = await json('update', '--to', '1.0.0', 'staging/web.yaml:2', '--commit', '--message', 'Back')
  assert.deepEqual([back.code, back.answer.changes[0].new], [0, 'ghcr.io/shop/web:1.0.0'])
})

for (const [args, words] of [
  [
    ['--to', '9.9.9', 'staging/web.yaml:2'],
    /ghcr\.io\/shop\/web has no such tag; among its 2 tags are 1\.0\.0, 1\.1\.0/,
  ],
  [['--to', 'a b', 'staging/web.yaml:2'], /--to a b: this is no tag; a tag has up to 128 letters/],
  [['--to', '1:2@3', 'staging/web.yaml:2', '--offline'], /this is no tag/],
  [['--to', '1.1.0', 'staging/web.yaml:1'], /no marker is on this line/],
  [['--to', '1.1.0', 'staging'], /--to takes one marker: /],
  [['--to', '1.1.0', 'staging/web.yaml:2', '--policy', 'stage:web'], /--to takes one marker: /],
] as const) {
  test(`update ${args.join(' ')} is wrong usage`, async t => {
    const { run, git } = shop(t)
    const { code, out, err } = await run('update', ...args)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, words)
    assert.equal(git('status', '--porcelain'), '')
  })
}

test('--all writes what no automation would, and says why it would not', async t => {
  const { json, run, write, read } = shop(t)
  write('other/web.yaml', 'kind: A\nimage: ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "stage:web"}\n')
  const flux = await json('update', 'other')
  assert.deepEqual([flux.code, flux.answer.changes.length], [0, 0])
  const [{ file, line, code: why }] = flux.answer.skipped
  assert.deepEqual([file, line, why], ['other/web.yaml', 2, 'marker-outside-update-path'])
  const { out } = await run('update', 'other', '--all', '--dry-run')
  assert.match(out, /Flux would not: .*\(marker-outside-update-path\)/)
  const all = await json('update', 'other', '--all')
  assert.equal(all.answer.changes[0].against.code, 'marker-outside-update-path')
  assert.match(read('other/web.yaml'), /web:1\.1\.0 #/)
})

test('--group environment takes the environments that the folders show, and says so where there are none', async t => {
  const { git, json, run } = shop(t)
  const { answer } = await json('update', '--commit', '--group', 'environment')
  assert.equal(answer.commits.length, 2)
  git('reset', '-q', '--hard', 'HEAD~2')
  git('mv', 'staging', 'one')
  git('mv', 'production', 'two')
  const { code, err } = await run('update', '--commit', '--group', 'environment')
  assert.equal(code, 2)
  assert.match(err, /name them under `environments` in fluxmark\.yaml/)
})

test('--group environment makes one commit per environment of fluxmark.yaml', async t => {
  const { git, json, write } = shop(t)
  write(
    'fluxmark.yaml',
    'environments:\n  - {name: stage, path: staging}\n  - {name: prod, path: production}\n',
  )
  git('add', '-A')
  git('commit', '-q', '-m', 'Environments')
  const { code, answer } = await json('update', '--commit', '--group', 'environment')
  assert.equal(code, 0)
  assert.equal(answer.commits.length, 2)
  assert.deepEqual(git('show', '--format=', '--name-only', 'HEAD').trim().split('\n'), [
    'staging/api.yaml',
    'staging/web.yaml',
  ])
})
