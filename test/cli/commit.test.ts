import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { shop } from './shop.ts'

/** `update --commit`, with the built program in real repositories. */

const log = (git: (...args: readonly string[]) => string, range: string) =>
  git('log', '--reverse', '--format=%s', '--name-only', range).replaceAll('\n\n', '\n').trim().split('\n')

test('one commit per automation is the default, on the branch that is checked out', async t => {
  const { git, json, read } = shop(t)
  const { code, answer } = await json('update', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(log(git, 'HEAD~2..HEAD'), [
    'production: 1',
    'production/web.yaml',
    'staging: 2',
    'staging/api.yaml',
    'staging/web.yaml',
  ])
  assert.deepEqual(
    answer.commits.map(({ oid, branch, message, pushed }: Record<string, unknown>) => [
      oid,
      branch,
      message,
      pushed,
    ]),
    [
      [git('rev-parse', 'HEAD~').trim(), 'main', 'production: 1', false],
      [git('rev-parse', 'HEAD').trim(), 'main', 'staging: 2', false],
    ],
  )
  const { oid, branch, message } = answer.commits[1]
  assert.deepEqual(answer.commit, { oid, branch, message })
  assert.equal(git('status', '--porcelain'), '', 'the files on disk hold what was committed')
  assert.match(read('production/web.yaml'), /web:1\.1\.0/)
})

test('--group policy makes one commit a policy, also of one file, and --group all makes one', async t => {
  const both =
    'kind: A\na: ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "stage:web"}\nb: ghcr.io/shop/api:1.0.0 # {"$imagepolicy": "stage:api"}\n'
  for (const [group, commits] of [
    ['policy', 3],
    ['all', 1],
  ] as const) {
    const { git, json, write, read } = shop(t)
    write('staging/both.yaml', both)
    git('add', '-A')
    git('commit', '-q', '-m', 'Both')
    const { code, answer } = await json('update', '--commit', '--group', group)
    assert.equal(code, 0)
    assert.equal(answer.commits.length, commits)
    assert.equal(git('rev-list', '--count', 'HEAD').trim(), String(2 + commits))
    assert.equal(git('status', '--porcelain'), '')
    assert.match(read('staging/both.yaml'), /web:1\.1\.0.*api:1\.2\.0/s)
  }
})

test('the push branch that an automation names gets its commit, and the files on disk stay as they are', async t => {
  const { git, json, read } = shop(t, { staging: 'bump/staging' })
  const { code, answer } = await json('update', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(answer.commits.map(({ branch }: { branch: string }) => branch).sort(), [
    'bump/staging',
    'main',
  ])
  assert.deepEqual(
    log(git, 'main..bump/staging').filter(line => line !== 'production: 1'),
    ['staging: 2', 'staging/api.yaml', 'staging/web.yaml'],
  )
  assert.match(read('staging/web.yaml'), /web:1\.0\.0/)
  assert.match(read('production/web.yaml'), /web:1\.1\.0/)
  assert.equal(git('status', '--porcelain'), '')

  // A second run finds the branch as it should be: nothing is made, and that is no failure.
  const again = await json('update', '--commit')
  assert.equal(again.code, 0)
  assert.deepEqual([again.answer.commits, again.answer.commit], [[], null])
})

test('a push branch with commits of its own is committed onto, and loses none', async t => {
  const { git, json } = shop(t, { staging: 'bump', production: 'bump' })
  git('checkout', '-q', '-b', 'bump')
  git('commit', '-q', '--allow-empty', '-m', 'A fix by hand')
  git('checkout', '-q', 'main')
  const { code } = await json('update', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(git('log', '--reverse', '--format=%s', 'main..bump').trim().split('\n'), [
    'A fix by hand',
    'production: 1',
    'staging: 2',
  ])
})

test('--branch wins over push branches', async t => {
  const { git, json } = shop(t, { staging: 'bump' })
  const { code, answer } = await json(
    'update',
    '--commit',
    '--branch',
    'mine',
    '--group',
    'all',
    '--message',
    'All',
  )
  assert.equal(code, 0)
  assert.equal(answer.commit.branch, 'mine')
  assert.equal(git('log', '--format=%s', 'main..mine'), 'All\n')
  assert.equal(git('for-each-ref', '--format=%(refname:short)', 'refs/heads/bump'), '')
})

test('--push pushes every branch, says so, and a push that is refused is exit 3', async t => {
  const { folder, git, json, run } = shop(t, { staging: 'bump' })
  const bare = join(folder, 'origin.git')
  execFileSync('git', ['clone', '-q', '--bare', '.', bare], { cwd: join(folder, 'fleet') })
  git('remote', 'add', 'origin', bare)
  const { code, answer } = await json('update', '--commit', '--push')
  assert.equal(code, 0)
  assert.deepEqual(
    answer.commits.map(({ pushed }: { pushed: boolean }) => pushed),
    [true, true],
  )
  for (const branch of ['main', 'bump'])
    assert.equal(
      execFileSync('git', ['rev-parse', branch], { cwd: bare, encoding: 'utf8' }),
      git('rev-parse', branch),
    )

  git('reset', '-q', '--hard', 'HEAD~')
  git('remote', 'set-url', 'origin', join(folder, 'nowhere.git'))
  const refused = await json('update', '--commit', '--push', '--automation', 'prod:production')
  assert.equal(refused.code, 3)
  assert.equal(refused.answer.commits[0].pushed, false)
  assert.match(refused.answer.skipped.at(-1).code, /^E_/)
  assert.match(refused.err, /\(E_/)
  assert.match((await run('update', '--commit', '--group', 'banana')).err, /--group is automation, policy/)
})

test('a dry run names the commits, and makes none', async t => {
  const { git, run } = shop(t, { staging: 'bump' })
  const { code, out } = await run('update', '--commit', '--dry-run')
  assert.equal(code, 0)
  assert.match(out, /would commit on bump: staging: 2/)
  assert.match(out, /would commit: production: 1/)
  assert.equal(git('rev-list', '--all', '--count').trim(), '1')
})

test('a template that Flux cannot render is reported before another message takes its place', async t => {
  const { git, json, run, read, write } = shop(t)
  const file = 'flux/stage.yaml'
  write(file, read(file).replace('.Changed.Changes', '.Updated.Images'))
  const dry = await run('update', '--all', '--commit', '--dry-run', '--flux-version', '2.7')
  const told =
    /^fluxmark: the message template of ImageUpdateAutomation stage:staging does not render with Flux 2\.7, .*'\.Updated'.*\n$/
  assert.match(dry.err, told)
  const { err, answer } = await json('update', '--all', '--commit', '--flux-version', '2.7')
  assert.match(err, told)
  assert.deepEqual(
    answer.commits.map(({ messageReplaced }: { messageReplaced?: string }) => messageReplaced === undefined),
    [true, false],
  )
  assert.match(git('log', '-1', '--format=%s'), /^Update 2 images/)
})

test('a template that the known Flux refuses stops the update, and nothing is committed in silence', async t => {
  const { git, json, run, read, write } = shop(t)
  const file = 'flux/stage.yaml'
  write(file, read(file).replace('.Changed.Changes', '.Updated.Images'))
  const only = ['--automation', 'stage:staging', '--flux-version', '2.7'] as const
  const { code, answer } = await json('update', '--commit', ...only)
  assert.equal(code, 0)
  assert.deepEqual([answer.changes, answer.commit, answer.commits], [[], null, []])
  assert.deepEqual(
    answer.skipped.map(({ code }: { code: string }) => code),
    ['iua-template-removed-field', 'iua-template-removed-field'],
  )
  assert.match((await run('update', '--commit', ...only)).out, /Flux 2\.7 removed \.Updated/)
  assert.equal(git('rev-list', '--count', 'HEAD').trim(), '1')
})

test('a template that only an assumed Flux refuses stops nothing, and its message is reported as replaced', async t => {
  const { git, json, read, write } = shop(t)
  for (const file of ['flux/stage.yaml', 'flux/prod.yaml'])
    write(
      file,
      read(file)
        .replaceAll('fluxcd.io/v1', 'fluxcd.io/v1beta2')
        .replace('.Changed.Changes', '.Updated.Images'),
    )
  const explained = await json('explain', 'staging/web.yaml:2')
  const { ok, code } = explained.answer.links.find(({ name }: { name: string }) => name === 'message')
  assert.deepEqual([ok, code], [null, 'iua-template-removed-field'])
  const { err, answer } = await json('update', '--commit', '--automation', 'stage:staging')
  assert.match(err, /ImageUpdateAutomation stage:staging does not render with Flux [\d.]+ \(assumed: /)
  assert.match(answer.commit.message, /^Update 2 images/)
  assert.equal(git('rev-list', '--count', 'HEAD').trim(), '2')
})

test('Flux 2.6 renders .Updated', async t => {
  const { git, json, read, write } = shop(t)
  const file = 'flux/stage.yaml'
  write(
    file,
    read(file).replaceAll('fluxcd.io/v1', 'fluxcd.io/v1beta2').replace('.Changed.Changes', '.Updated.Images'),
  )
  const { err } = await json(
    'update',
    '--commit',
    '--policy',
    'stage:web',
    '--policy',
    'stage:api',
    '--flux-version',
    '2.6',
  )
  assert.equal(err, '')
  assert.equal(git('log', '-1', '--format=%s'), 'staging: 2\n')
})
