import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { commitAll, opened, type Plan, type Shop, shop } from './commit-shop.ts'

interface Answer {
  readonly changes: number
  readonly skipped: readonly { readonly code: string }[]
  readonly committed?: { readonly branches: readonly { readonly branch: string }[] }
}

test('fluxmark.promote edits unmarked values of files that nobody has opened, as one step', async t => {
  const { root } = environments(t)
  const { run, edits } = await opened(t, [root])
  const answer = await run<Answer>('fluxmark.promote', { from: 'staging', to: 'production' })
  assert.deepEqual([answer.changes, answer.skipped], [1, []])
  assert.equal(edits.length, 1)
  const [change] = edits[0]?.documentChanges ?? []
  assert.match(change?.textDocument.uri ?? '', /production\/web\.yaml$/)
  assert.match(change?.edits[0]?.newText ?? '', /\/web:1\.1\.0$/)
})

test('fluxmark.promote commits on a branch of its own, and leaves the texts alone', async t => {
  const { root, git } = environments(t)
  const { run, edits } = await opened(t, [root])
  const argument = { from: 'staging', to: 'production', commit: true }
  const { committed } = await run<Answer>('fluxmark.promote', argument)
  assert.deepEqual(
    committed?.branches.map(({ branch }) => branch),
    ['promote-staging-to-production'],
  )
  assert.deepEqual(edits, [])
  assert.match(git('show', 'promote-staging-to-production:production/web.yaml'), /web:1\.1\.0/)
})

test('fluxmark.planPromotion shows message, branch and diff of a promotion, and changes nothing', async t => {
  const { root, git } = environments(t)
  const { run, edits } = await opened(t, [root])
  const argument = { from: 'staging', to: 'production', message: 'Ship it' }
  const plan = await run<Plan>('fluxmark.planPromotion', argument)
  assert.deepEqual(
    plan.commits.map(({ branch, message }) => [branch, message]),
    [['promote-staging-to-production', 'Ship it']],
  )
  const [file] = plan.previews[0]?.files ?? []
  assert.match(file?.before ?? '', /web:1\.0\.0/)
  assert.match(file?.after ?? '', /web:1\.1\.0/)
  assert.deepEqual([edits, git('branch', '--list', 'promote-*')], [[], ''])
  const { problem } = await run<{ problem?: string }>('fluxmark.planPromotion', { from: 'staging', to: 'qa' })
  assert.match(problem ?? '', /no environments staging and qa/)
})

test('a promotion that is not any more what was shown is not committed', async t => {
  const { root, git } = environments(t)
  const { run } = await opened(t, [root])
  const argument = { from: 'staging', to: 'production', commit: true }
  const { changes } = await run<Plan>('fluxmark.planPromotion', argument)
  const ids = changes.map(({ id }) => id)
  for (const other of [[], [...ids, 'another'], ids.map(id => id.replace('1.1.0', '1.0.9'))]) {
    const { problem } = await run<{ problem?: string }>('fluxmark.promote', {
      ...argument,
      changes: other,
      silent: true,
    })
    assert.match(problem ?? '', /^Nothing was written: the text changed meanwhile/)
  }
  assert.equal(git('branch', '--list', 'promote-*'), '')
  const { committed } = await run<Answer>('fluxmark.promote', { ...argument, changes: ids })
  assert.equal(committed?.branches.length, 1)
})

test('what the user discards is not promoted, also where a commit was to be made, and no failure', async t => {
  const { root, git } = environments(t)
  const answers = {
    'workspace/applyEdit': () => ({ applied: false, failureReason: 'discarded' }),
  }
  const { run } = await opened(t, [root], {}, undefined, { answers })
  for (const commit of [false, true]) {
    const argument = { from: 'staging', to: 'production', branch: 'main', commit }
    const answer = await run<Answer | null>('fluxmark.promote', argument)
    assert.deepEqual([answer?.changes, answer?.committed], [0, undefined])
  }
  assert.equal(git('log', '--format=%s').trim(), 'Environments\nStart')
})

test('a tag that the registry does not have is not promoted', async t => {
  const { root } = environments(t)
  const path = join(root, 'staging/web.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replace('1.1.0', '7.0.0'))
  const { run, edits } = await opened(t, [root])
  const answer = await run<Answer>('fluxmark.promote', { from: 'staging', to: 'production' })
  assert.deepEqual(
    answer.skipped.map(({ code }) => code),
    ['promote-tag-missing'],
  )
  assert.deepEqual(edits, [])
})

test('fluxmark.environments shows who is ahead', async t => {
  const { root } = environments(t)
  const { run } = await opened(t, [root])
  const { environments: names, text } = await run<{ environments: string[]; text: string }>(
    'fluxmark.environments',
  )
  assert.deepEqual(names, ['staging', 'production'])
  assert.match(text, /^IMAGE +STAGING +PRODUCTION$/m)
  assert.match(text, /\/web +1\.1\.0 +1\.0\.0 ↓$/m)
})

/** The shop with two environments beside it. */
function environments(t: TestContext): Shop {
  const made = shop(t)
  const { root } = made
  const image = /image: (\S+):/.exec(readFileSync(join(root, 'web.yaml'), 'utf8'))?.[1]
  for (const [folder, tag] of [
    ['staging', '1.1.0'],
    ['production', '1.0.0'],
  ] as const) {
    mkdirSync(join(root, folder))
    const text = `kind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: ${image}:${tag}\n`
    writeFileSync(join(root, folder, 'web.yaml'), text)
  }
  commitAll(root, 'Environments')
  return made
}
