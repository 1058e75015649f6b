import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { TOKEN } from '../io/forge/forge-server.ts'
import { fetch, shopAt } from './bot/shop-at-forge.ts'

test('promote --pull-request commits, pushes and opens the request of its branch', async t => {
  const { forge, git, json, write, read, bare } = await shopAt(t, 'github')
  write('staging/web.yaml', read('staging/web.yaml').replace('1.0.0', '1.1.0'))
  git('commit', '-qam', 'Staging is ahead')
  git('push', '-q', bare, 'main')
  fetch({ git, bare })
  const { code, err, answer } = await json(
    'promote',
    'staging',
    'production',
    '--pull-request',
    '--label',
    'deps',
  )
  assert.equal(code, 0, err)
  assert.deepEqual(
    forge.pulls.map(({ branch, base, title }) => [branch, base, title]),
    [['promote-staging-to-production', 'main', 'Promote staging to production']],
  )
  assert.equal(answer.pullRequest.created, true)
  assert.match(git('show', 'promote-staging-to-production:production/web.yaml'), /web:1\.1\.0/)
  assert.match(forge.pulls[0]?.body ?? '', /ghcr\.io\/shop\/web:1\.1\.0/)
})

for (const kind of ['github', 'gitlab', 'gitea'] as const)
  test(`${kind}: a request is opened for each branch, updated by the next run, and named in the answer`, async t => {
    const { forge, git, json, run, write, read, bare, bareGit } = await shopAt(t, kind, {
      staging: 'flux/staging',
      production: 'flux/production',
    })
    const { code, err, answer } = await json(
      'update',
      '--pull-request',
      '--label',
      'deps',
      '--reviewer',
      'ada',
    )
    assert.equal(code, 0, err)
    assert.equal(err, '')
    assert.deepEqual(
      forge.pulls.map(({ branch, base, title }) => [branch, base, title]),
      [
        ['flux/production', 'main', 'production: 1'],
        ['flux/staging', 'main', 'staging: 2'],
      ],
    )
    const [production, staging] = forge.pulls
    assert.match(
      staging?.body ?? '',
      /\| `stage:web` \| `ghcr\.io\/shop\/web:1\.0\.0` \| `ghcr\.io\/shop\/web:1\.1\.0` \| `staging\/web\.yaml` \|/,
    )
    assert.match(staging?.body ?? '', /stage:api.*1\.2\.0/)
    assert.equal(production?.labels.length, 1)
    assert.equal(production?.reviewers.length, 1)
    assert.equal(answer.pullRequest.number, 2)
    assert.equal(answer.pullRequest.created, true)
    assert.match(answer.pullRequest.url, /^http:\/\/127\.0\.0\.1:\d+\/acme\/fleet\//)
    assert.deepEqual(
      answer.commits.map(({ branch, pushed, pullRequest }: Record<string, never>) => [
        branch,
        pushed,
        Reflect.get(Object(pullRequest), 'number'),
      ]),
      [
        ['flux/production', true, 1],
        ['flux/staging', true, 2],
      ],
    )
    assert.equal(bareGit('rev-parse', 'flux/staging'), git('rev-parse', 'flux/staging').trim())

    // Nothing new: the requests are brought up to date, and no other is opened.
    const again = await run('update', '--pull-request')
    assert.equal(again.code, 0, again.err)
    assert.match(again.out, /updated pull request 1: http/)
    assert.equal(forge.pulls.length, 2)

    // More on the branch: the request lists all that the branch changes, old and new.
    write('staging/more.yaml', read('staging/web.yaml').replace('kind: A', 'kind: B'))
    git('add', '-A')
    git('commit', '-qm', 'More')
    git('push', '-q', bare, 'main')
    fetch({ git, bare })
    git('checkout', '-q', 'flux/staging')
    git('merge', '-q', '--no-edit', 'main')
    git('checkout', '-q', 'main')
    const more = await json('update', '--pull-request')
    assert.equal(more.code, 0, more.err)
    assert.equal(forge.pulls.length, 2)
    assert.match(forge.pulls[1]?.body ?? '', /staging\/web\.yaml/)
    assert.match(forge.pulls[1]?.body ?? '', /staging\/more\.yaml/)
  })

test('a dry run shows the request, writes nothing and asks nobody', async t => {
  const { forge, git, json, run } = await shopAt(t, 'github', { staging: 'flux/staging' })
  const before = forge.seen.length
  const { out, code } = await run('update', '--pull-request', '--dry-run', 'staging')
  assert.equal(code, 0)
  assert.match(out, /would open a pull request from flux\/staging into main at http:\S+: staging: 2/)
  const { answer } = await json('update', '--pull-request', '--dry-run', '--label', 'deps', 'staging')
  assert.equal(answer.pullRequest, null)
  const [draft] = answer.drafts
  assert.deepEqual(
    [draft.branch, draft.base, draft.title, draft.labels],
    ['flux/staging', 'main', 'staging: 2', ['deps']],
  )
  assert.match(draft.body, /stage:web/)
  assert.equal(forge.seen.length, before)
  assert.equal(git('branch', '--list', 'flux/*'), '')
})

test('what cannot be opened is refused before anything is committed', async t => {
  const { forge, env, git, run, json } = await shopAt(t, 'github', { staging: 'flux/staging' })
  const refused = async (code: string, message: RegExp, ...args: readonly string[]) => {
    const { code: exit, err, answer } = await json('update', '--pull-request', 'staging', ...args)
    assert.equal(exit, 3, err)
    assert.match(err, message)
    assert.ok(err.includes(`(${code})`), err)
    assert.equal(answer.pullRequest, null)
    assert.deepEqual(answer.commits, [])
    assert.equal(git('branch', '--list', 'flux/*'), '')
    assert.equal(git('status', '--porcelain'), '')
    assert.ok(!err.includes(TOKEN))
  }
  delete env.GITHUB_TOKEN
  await refused('E_FORGE_TOKEN', /no token for 127\.0\.0\.1:\d+.*GITHUB_TOKEN/)
  env.GITHUB_TOKEN = 'old'
  await refused('E_FORGE_CREDENTIALS', /rejected the token \(source: GITHUB_TOKEN\)/)
  env.GITHUB_TOKEN = TOKEN
  // The base itself: where it is protected, and where it is not.
  await refused('E_FORGE_BASE', /branch of its own, and main is the one to merge into/, '--branch', 'main')
  forge.quirk = () => ({ status: 404, body: { message: 'Not Found' } })
  await refused('E_FORGE_NOT_FOUND', /hidden from this token/)
  forge.quirk = undefined
  delete env.GITHUB_SERVER_URL
  await refused('E_FORGE_UNKNOWN', /Say it with --forge/)
  assert.equal((await run('update', '--pull-request', '--offline')).code, 2)
  assert.equal((await run('update', '--label', 'x')).code, 2)
  assert.match((await run('update', '--pull-request', '--forge', 'x')).err, /takes HOST=KIND/)
})

test('where the forge refuses after the push, that is said, and the same command goes on', async t => {
  const { forge, run, json, bareGit } = await shopAt(t, 'gitlab', { staging: 'flux/staging' })
  forge.quirk = ({ method }) =>
    method === 'POST' ? { status: 403, body: { error: 'insufficient_scope', scope: 'api' } } : undefined
  const { code, err, answer } = await json('update', '--pull-request', 'staging')
  assert.equal(code, 3)
  assert.match(
    err,
    /flux\/staging is pushed, but its pull request was not opened: .*scope api.*The same command, run again, opens it\. Or open it by hand: http\S+merge_requests\/new/,
  )
  assert.equal(answer.pullRequest, null)
  assert.equal(answer.commits[0].pushed, true)
  assert.match(bareGit('log', '-1', '--format=%s', 'flux/staging'), /staging: 2/)

  forge.quirk = undefined
  const again = await run('update', '--pull-request', 'staging')
  assert.equal(again.code, 0, again.err)
  assert.match(again.out, /opened pull request 1/)
  assert.match(forge.pulls[0]?.body ?? '', /stage:web.*1\.1\.0/)
})

test('a request that somebody closed stays closed until the branch has something new', async t => {
  const { forge, run, git, bare } = await shopAt(t, 'gitea', { staging: 'flux/staging' })
  await run('update', '--pull-request', 'staging')
  const [pull] = forge.pulls
  assert.ok(pull)
  pull.state = 'closed'
  const again = await run('update', '--pull-request', 'staging')
  assert.equal(again.code, 0, again.err)
  assert.match(
    again.out,
    /no pull request: Pull request 1 of flux\/staging was closed, and nothing has changed since/,
  )
  assert.equal(forge.pulls.length, 1)
  // Merged: the base holds everything.
  pull.state = 'merged'
  git('push', '-q', bare, 'flux/staging:main')
  fetch({ git, bare })
  assert.match(
    (await run('update', '--pull-request', 'staging')).out,
    /main holds all that flux\/staging holds/,
  )
})

test('a push that is refused opens no request', async t => {
  const { forge, run, bare } = await shopAt(t, 'github', { staging: 'flux/staging' })
  const hook = join(bare, 'hooks/pre-receive')
  writeFileSync(hook, '#!/bin/sh\necho "protected branch" >&2\nexit 1\n')
  chmodSync(hook, 0o755)
  const { code, err } = await run('update', '--pull-request', 'staging')
  assert.equal(code, 3)
  assert.match(err, /protected branch/)
  assert.deepEqual(forge.pulls, [])
})

test('a forge without an interface of ours gets its page named', async t => {
  const { forge, run } = await shopAt(t, 'github', { staging: 'flux/staging' })
  const { code, out, err } = await run(
    'update',
    '--pull-request',
    'staging',
    '--forge',
    `${forge.host}=bitbucket`,
  )
  assert.equal(code, 0, err)
  assert.match(
    out,
    /open a pull request: http:\/\/127\.0\.0\.1:\d+\/acme\/fleet\/pull-requests\/new\?source=/,
  )
  assert.deepEqual(forge.seen, [])
})
