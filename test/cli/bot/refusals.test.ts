import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { actions, all, bot, branches, commitThere, started, untouched } from './scenario.ts'

test('6 a protected base is never pushed to; a branch that may not be pushed is told, the others go on', async t => {
  const shop = await started(t)
  const hook = join(shop.bare, 'hooks/update')
  writeFileSync(
    hook,
    '#!/bin/sh\ncase "$1" in refs/heads/main|*stage/api) echo "protected branch" >&2; exit 1;; esac\n',
  )
  chmodSync(hook, 0o755)
  const { code, err, answer } = await shop.json(...bot)
  assert.equal(code, 3)
  assert.match(err, /protected branch.*E_PUSH_POLICY/s)
  assert.deepEqual(actions(answer), [
    'opened fluxmark/policy/prod/web',
    'failed fluxmark/policy/stage/api',
    'opened fluxmark/policy/stage/web',
  ])
  assert.deepEqual(branches(shop), [all[0], all[2]])
  assert.equal(shop.forge.pulls.length, 2)
  untouched(shop, shop.start)
})

test('7 of two bots at once one pushes; there is one request for each branch, and both end well', async t => {
  const shop = await started(t)
  const other = join(shop.folder, 'second')
  shop.git('clone', '-q', shop.bare, other)
  shop.git('-C', other, 'remote', 'set-url', 'origin', shop.forge.url)
  const runs = await Promise.all([shop.run(...bot), shop.runIn(other, ...bot)])
  for (const { code, err } of runs) assert.equal(code, 0, err)
  assert.deepEqual(branches(shop), all)
  assert.deepEqual(shop.forge.pulls.map(({ branch }) => branch).sort(), all)
  for (const branch of all) assert.equal(shop.bareGit('rev-list', '--count', `main..${branch}`), '1')
  untouched(shop, shop.start)
})

test('8 a token without rights: the branch is pushed, the request is told of, and the next run opens it', async t => {
  const shop = await started(t)
  shop.forge.quirk = ({ method }) =>
    method === 'POST' ? { status: 403, body: { message: 'Resource not accessible' } } : undefined
  const { code, err, answer } = await shop.json(...bot, 'production')
  assert.equal(code, 3)
  assert.match(err, /is pushed, but its pull request was not opened: .*E_FORGE_DENIED/)
  assert.deepEqual(actions(answer), ['failed fluxmark/policy/prod/web'])
  assert.deepEqual(shop.forge.pulls, [])
  shop.forge.quirk = undefined
  const again = await shop.json(...bot, 'production')
  assert.equal(again.code, 0, again.err)
  assert.deepEqual(actions(again.answer), ['opened fluxmark/policy/prod/web'])
  assert.deepEqual(again.answer.commits, [])
  // One that may not even read is refused before anything is pushed.
  shop.env.GITHUB_TOKEN = 'old'
  const refused = await shop.json(...bot)
  assert.equal(refused.code, 3)
  assert.match(refused.err, /E_FORGE_CREDENTIALS/)
  assert.deepEqual(branches(shop), ['fluxmark/policy/prod/web'])
  untouched(shop, shop.start)
})

test('9 the network goes away in the middle: what was done stays, the rest is not tried, the next run goes on', async t => {
  const shop = await started(t)
  let pushes = 0
  shop.forge.dropGit = path => path.includes('git-receive-pack') && ++pushes > 2
  const { code, err, answer } = await shop.json(...bot)
  assert.equal(code, 3)
  assert.match(err, /E_PUSH_NET/)
  assert.deepEqual(actions(answer), [
    'opened fluxmark/policy/prod/web',
    'failed fluxmark/policy/stage/api',
    'failed fluxmark/policy/stage/web',
  ])
  assert.match(answer.notDone[1].reason, /^It was not tried: /)
  assert.deepEqual(branches(shop), [all[0]])
  untouched(shop, shop.start)
  shop.forge.dropGit = undefined
  const again = await shop.json(...bot)
  assert.equal(again.code, 0, again.err)
  assert.deepEqual(actions(again.answer), [
    'kept fluxmark/policy/prod/web',
    'opened fluxmark/policy/stage/api',
    'opened fluxmark/policy/stage/web',
  ])
})

test('10 a step to another major version is a request of its own, and --max lets others wait', async t => {
  const shop = await started(t)
  shop.setTags({ 'ghcr.io/shop/web': ['1.0.0', '1.1.0'], 'ghcr.io/shop/api': ['1.0.0', '2.0.0'] })
  const args = ['update', '--pull-request', '--group', 'automation', '--max', '2'] as const
  const { code, err, answer } = await shop.json(...args)
  assert.equal(code, 0, err)
  assert.deepEqual(actions(answer), [
    'opened fluxmark/automation/prod/production',
    'opened fluxmark/automation-major/stage/staging',
    'waiting fluxmark/automation/stage/staging',
  ])
  assert.match(shop.forge.pulls[1]?.title ?? '', /\(major\)$/)
  assert.deepEqual(
    answer.notDone.map(({ code }: Record<string, string>) => code),
    ['request-waiting'],
  )
  assert.equal(branches(shop).length, 2)
  const [pull] = shop.forge.pulls
  assert.ok(pull)
  // Closed by a person: it is not opened again for the same values, and another one may be.
  pull.state = 'closed'
  shop.bareGit('branch', '-D', pull.branch)
  const next = await shop.json(...args)
  assert.deepEqual(actions(next.answer), [
    'left fluxmark/automation/prod/production',
    'kept fluxmark/automation-major/stage/staging',
    'opened fluxmark/automation/stage/staging',
  ])
  assert.deepEqual(
    next.answer.notDone.map(({ code }: Record<string, string>) => code),
    ['request-closed'],
  )
  untouched(shop, shop.start)
})

test('11 a held policy gets no request, and the digest says who holds it', async t => {
  const shop = await started(t)
  await shop.run('hold', 'stage:web', '--reason', 'the login is broken')
  shop.git('commit', '-qam', 'Hold')
  shop.git('push', '-q', shop.bare, 'main')
  const start = shop.git('rev-parse', 'HEAD').trim()
  const { code, err, answer } = await shop.json(...bot)
  assert.equal(code, 0, err)
  assert.deepEqual(actions(answer), ['opened fluxmark/policy/prod/web', 'opened fluxmark/policy/stage/api'])
  const [held] = answer.notDone
  assert.deepEqual([held.policy, held.code], ['stage:web', 'policy-held'])
  assert.match(held.reason, /held at 1\.0\.0.*because the login is broken/)
  untouched(shop, start)
})

test('12 a dry run shows every request, and writes and asks nothing', async t => {
  const shop = await started(t)
  const refs = shop.git('for-each-ref')
  const { out, code } = await shop.run(...bot, '--dry-run')
  assert.equal(code, 0)
  assert.match(out, /would open fluxmark\/policy\/prod\/web into main \(1 value\): production: 1/)
  const { answer } = await shop.json(...bot, '--dry-run')
  assert.equal(answer.dryRun, true)
  assert.deepEqual(
    actions(answer),
    all.map(branch => `opened ${branch}`),
  )
  assert.match(answer.pullRequests[0].body, /prod:web/)
  assert.equal(answer.commit, null)
  assert.equal(shop.forge.seen.length, 0)
  assert.equal(shop.git('for-each-ref'), refs)
  assert.deepEqual(branches(shop), [])
  untouched(shop, shop.start)
})

test('a clone of one commit, with no branch checked out, does as well', async t => {
  const shop = await started(t)
  await shop.run(...bot)
  commitThere(shop, 'main', 'README.md', 'More\n')
  const clone = join(shop.folder, 'job')
  shop.git('clone', '-q', '--depth=1', `file://${shop.bare}`, clone)
  shop.git('-C', clone, 'checkout', '-q', '--detach')
  shop.git('-C', clone, 'remote', 'set-url', 'origin', shop.forge.url)
  const { code, out, err } = await shop.runIn(clone, ...bot)
  assert.equal(code, 0, err)
  assert.match(out, /kept pull request 1/)
  assert.equal(shop.forge.pulls.length, 3)
})
