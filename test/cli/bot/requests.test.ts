import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { actions, all, bot, branches, commitThere, started, untouched } from './scenario.ts'

test('1 first: a request for each policy, each one commit on the base; the working tree stays', async t => {
  const shop = await started(t)
  const { code, err, answer } = await shop.json(...bot)
  assert.equal(code, 0, err)
  assert.deepEqual(actions(answer), [
    'opened fluxmark/policy/prod/web',
    'opened fluxmark/policy/stage/api',
    'opened fluxmark/policy/stage/web',
  ])
  assert.deepEqual(branches(shop), all)
  for (const branch of all) assert.equal(shop.bareGit('rev-list', '--count', `main..${branch}`), '1')
  assert.equal(
    shop.bareGit('diff', '--stat', 'main', 'fluxmark/policy/stage/api').split('\n').length,
    2,
    'one file, and the sum',
  )
  assert.deepEqual(
    shop.forge.pulls.map(({ branch, base, state }) => [branch, base, state]),
    all.map(branch => [branch, 'main', 'open']),
  )
  assert.match(shop.forge.pulls[1]?.body ?? '', /`stage:api`.*1\.0\.0.*1\.2\.0/)
  assert.equal(answer.commits.length, 3)
  assert.equal(answer.changes.length, 3)
  assert.deepEqual(answer.notDone, [])
  untouched(shop, shop.start)
})

test('2 nothing: the same again changes no branch and no request', async t => {
  const shop = await started(t)
  await shop.run(...bot)
  const before = shop.bareGit('for-each-ref')
  const writes = () => shop.forge.seen.filter(({ method }) => method !== 'GET').length
  const written = writes()
  const { code, answer } = await shop.json(...bot)
  assert.equal(code, 0)
  assert.deepEqual(
    actions(answer),
    all.map(branch => `kept ${branch}`),
  )
  assert.equal(shop.bareGit('for-each-ref'), before)
  assert.equal(writes(), written)
  assert.deepEqual(answer.commits, [])
  // From another clone that has only the newest commit, too.
  shop.git('clone', '-q', '--depth=1', `file://${shop.bare}`, join(shop.folder, 'shallow'))
  untouched(shop, shop.start)
})

test('3 an open request is updated when a newer tag comes, and rebuilt when its base moves under it', async t => {
  const shop = await started(t)
  await shop.run(...bot)
  shop.setTags({ 'ghcr.io/shop/web': ['1.0.0', '1.1.0', '1.1.1'], 'ghcr.io/shop/api': ['1.0.0', '1.2.0'] })
  const { answer, err, code } = await shop.json(...bot)
  assert.equal(code, 0, err)
  assert.deepEqual(actions(answer), [
    'updated fluxmark/policy/prod/web',
    'kept fluxmark/policy/stage/api',
    'updated fluxmark/policy/stage/web',
  ])
  assert.equal(shop.forge.pulls.length, 3)
  assert.match(shop.forge.pulls[2]?.body ?? '', /1\.1\.1/)
  assert.equal(shop.bareGit('rev-list', '--count', 'main..fluxmark/policy/stage/web'), '1')
  assert.match(shop.bareGit('show', 'fluxmark/policy/stage/web:staging/web.yaml'), /web:1\.1\.1/)
  untouched(shop, shop.start)

  commitThere(shop, 'main', 'staging/api.yaml', `# moved\n${shop.read('staging/api.yaml')}`)
  shop.git('fetch', '-q', shop.bare, '+refs/heads/main:refs/remotes/origin/main')
  const moved = await shop.json(...bot)
  assert.deepEqual(actions(moved.answer), [
    'kept fluxmark/policy/prod/web',
    'updated fluxmark/policy/stage/api',
    'kept fluxmark/policy/stage/web',
  ])
  assert.match(
    shop.bareGit('show', 'fluxmark/policy/stage/api:staging/api.yaml'),
    /# moved[\s\S]*api:1\.2\.0/,
  )
  assert.equal(shop.bareGit('rev-list', '--count', 'main..fluxmark/policy/stage/api'), '1')
})

test('4 obsolete: what the base got otherwise is closed, and its branch deleted', async t => {
  const shop = await started(t)
  await shop.run(...bot)
  const text = shop.read('staging/api.yaml').replace('1.0.0', '1.2.0')
  commitThere(shop, 'main', 'staging/api.yaml', text)
  shop.git('pull', '-q', shop.bare, 'main')
  const start = shop.git('rev-parse', 'HEAD').trim()
  // A run that speaks for other files leaves it.
  await shop.json(...bot, 'production')
  assert.equal(shop.forge.pulls[1]?.state, 'open')
  const { code, err, answer } = await shop.json(...bot)
  assert.equal(code, 0, err)
  assert.deepEqual(actions(answer), [
    'closed fluxmark/policy/stage/api',
    'kept fluxmark/policy/prod/web',
    'kept fluxmark/policy/stage/web',
  ])
  assert.equal(shop.forge.pulls[1]?.state, 'closed')
  assert.deepEqual(branches(shop), [all[0], all[2]])
  untouched(shop, start)
})

test('5 a branch on which somebody else has worked is left as it is, and that is told', async t => {
  const shop = await started(t)
  await shop.run(...bot)
  const branch = 'fluxmark/policy/stage/web'
  commitThere(shop, branch, 'staging/web.yaml', 'kind: Mine\n')
  const theirs = shop.bareGit('rev-parse', branch)
  const { code, answer } = await shop.json(...bot)
  assert.equal(code, 0)
  assert.deepEqual(actions(answer)[2], `left ${branch}`)
  assert.equal(shop.bareGit('rev-parse', branch), theirs)
  assert.deepEqual(
    answer.notDone.map(({ code, branch }: Record<string, string>) => [code, branch]),
    [['request-changed', branch]],
  )
  const { out } = await shop.run(...bot)
  assert.match(out, /not done:\nfluxmark\/policy\/stage\/web +.*somebody else.*request-changed/)
  untouched(shop, shop.start)
})

test('--group all keeps one request for everything, --group environment one for each environment', async t => {
  const shop = await started(t)
  const all = ['update', '--pull-request', '--group', 'all'] as const
  const { code, err, answer } = await shop.json(...all)
  assert.equal(code, 0, err)
  assert.equal(answer.pullRequests.length, 1)
  assert.equal(answer.changes.length, 3)
  const [branch = '', ...others] = branches(shop)
  assert.deepEqual(others, [])
  assert.deepEqual(actions(answer), [`opened ${branch}`])
  assert.match(shop.bareGit('show', `${branch}:production/web.yaml`), /web:1\.1\.0/)
  assert.match(shop.bareGit('show', `${branch}:staging/api.yaml`), /api:1\.2\.0/)
  const again = await shop.json(...all)
  assert.deepEqual(actions(again.answer), [`kept ${branch}`])
  untouched(shop, shop.start)

  const apart = await started(t)
  const each = await apart.json('update', '--pull-request', '--group', 'environment')
  assert.equal(each.code, 0, each.err)
  assert.deepEqual(actions(each.answer), [
    'opened fluxmark/environment/production',
    'opened fluxmark/environment/staging',
  ])
  assert.deepEqual(
    apart.forge.pulls.map(({ state }) => state),
    ['open', 'open'],
  )
  untouched(apart, apart.start)
})
