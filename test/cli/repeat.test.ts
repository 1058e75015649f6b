import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gitServer } from '../io/git/repositories/git-server.ts'
import { shop } from './shop.ts'

/** What was refused is completed by the same command, and exit 0 means committed and pushed. */

const heads = (git: (...args: readonly string[]) => string, branch: string) =>
  ['staging/web.yaml', 'staging/api.yaml', 'production/web.yaml'].map(
    path => /:(\d[\d.]*) /.exec(git('show', `${branch}:${path}`))?.[1],
  )

test('a lock that stands in the way leaves the files as they were, and the next run commits', async t => {
  const { folder, git, json, read } = shop(t)
  const lock = join(folder, 'fleet/.git/index.lock')
  writeFileSync(lock, '')
  const first = await json('update', '--commit')
  assert.equal(first.code, 3)
  assert.match(first.err, /E_INDEX_LOCKED/)
  assert.match(read('staging/web.yaml'), /web:1\.0\.0/, 'as before')
  rmSync(lock)
  const second = await json('update', '--commit')
  assert.equal(second.code, 0)
  assert.deepEqual(heads(git, 'HEAD'), ['1.1.0', '1.2.0', '1.1.0'])
  assert.equal(git('status', '--porcelain'), '')
})

test('values that are written and not committed are committed, with the committed value as the old one', async t => {
  const { git, json, read, write } = shop(t)
  assert.equal((await json('update')).code, 0)
  assert.match(read('staging/web.yaml'), /web:1\.1\.0/)
  // One of them was overtaken by a newer tag after it was written.
  write('staging/api.yaml', read('staging/api.yaml').replace('1.2.0', '1.1.5'))
  const { code, answer } = await json('update', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(heads(git, 'HEAD'), ['1.1.0', '1.2.0', '1.1.0'])
  assert.deepEqual(
    answer.changes.map(({ file, old, new: now }: Record<string, string>) => [file, old, now]).sort(),
    [
      ['production/web.yaml', 'ghcr.io/shop/web:1.0.0', 'ghcr.io/shop/web:1.1.0'],
      ['staging/api.yaml', 'ghcr.io/shop/api:1.0.0', 'ghcr.io/shop/api:1.2.0'],
      ['staging/web.yaml', 'ghcr.io/shop/web:1.0.0', 'ghcr.io/shop/web:1.1.0'],
    ],
  )
  assert.equal(git('status', '--porcelain'), '')
  const again = await json('update', '--commit')
  assert.deepEqual([again.code, again.answer.changes, again.answer.commits], [0, [], []])
})

test('a hook that refuses leaves the files as they were', async t => {
  const { folder, git, json, read } = shop(t)
  const hook = join(folder, 'fleet/.git/hooks/pre-commit')
  writeFileSync(hook, '#!/bin/sh\nexit 1\n')
  chmodSync(hook, 0o755)
  for (const _ of [1, 2]) {
    const { code, err } = await json('update', '--commit')
    assert.equal(code, 3)
    assert.match(err, /E_HOOK/)
    assert.match(read('staging/web.yaml'), /web:1\.0\.0/)
    assert.equal(git('status', '--porcelain'), '')
  }
  rmSync(hook)
  assert.equal((await json('update', '--commit')).code, 0)
  assert.deepEqual(heads(git, 'HEAD'), ['1.1.0', '1.2.0', '1.1.0'])
})

test('a commit that was not pushed is pushed by the next run, and not what came after it', async t => {
  const { folder, git, json, write } = shop(t)
  const bare = join(folder, 'bare.git')
  execFileSync('git', ['clone', '-q', '--bare', join(folder, 'fleet'), bare])
  git('remote', 'add', 'origin', bare)
  git('fetch', '-q', 'origin')
  const hook = join(bare, 'hooks/pre-receive')
  writeFileSync(hook, '#!/bin/sh\nexit 1\n')
  chmodSync(hook, 0o755)
  const first = await json('update', '--commit', '--push', '--group', 'all')
  assert.equal(first.code, 3)
  const made = git('rev-parse', 'HEAD').trim()
  const refused = await json('update', '--commit', '--push', '--group', 'all')
  assert.equal(refused.code, 3, 'nothing to commit, and still not pushed')
  write('mine.txt', 'mine\n')
  git('add', '-A')
  git('commit', '-q', '-m', 'Mine')
  rmSync(hook)
  const { code, answer } = await json('update', '--commit', '--push', '--group', 'all')
  assert.equal(code, 0)
  assert.deepEqual(
    answer.commits.map(({ oid, pushed }: Record<string, unknown>) => [oid, pushed]),
    [[made, true]],
  )
  assert.equal(git('--git-dir', bare, 'rev-parse', 'main').trim(), made)
  const last = await json('update', '--commit', '--push', '--group', 'all')
  assert.deepEqual([last.code, last.answer.commits], [0, []])
})

test('a push for which a login was missing is done by the next run, over HTTP', async t => {
  const { folder, git, json } = shop(t, { staging: 'bumps' })
  const bare = join(folder, 'fleet.git')
  execFileSync('git', ['clone', '-q', '--bare', join(folder, 'fleet'), bare])
  execFileSync('git', ['--git-dir', bare, 'config', 'http.receivepack', 'true'])
  const host = await gitServer(t, folder, 'ada', 'secret')
  git('remote', 'add', 'origin', `http://${host}/fleet.git`)
  const there = (branch: string) =>
    execFileSync(
      'git',
      ['--git-dir', bare, 'for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`],
      {
        encoding: 'utf8',
      },
    ).trim()
  const start = there('main')
  const first = await json('update', '--commit', '--push')
  assert.equal(first.code, 3)
  assert.match(first.err, /E_PUSH_AUTH/)
  assert.deepEqual([there('main'), there('bumps')], [start, ''])
  const made = ['main', 'bumps'].map(branch => git('rev-parse', branch).trim())
  git('config', 'credential.helper', '!f() { echo username=ada; echo password=secret; }; f')
  const second = await json('update', '--commit', '--push')
  assert.equal(second.code, 0, second.err)
  assert.deepEqual(
    second.answer.commits.map(({ branch, pushed }: Record<string, unknown>) => [branch, pushed]).sort(),
    [
      ['bumps', true],
      ['main', true],
    ],
  )
  assert.deepEqual([there('main'), there('bumps')], made)
  const last = await json('update', '--commit', '--push')
  assert.deepEqual([last.code, last.answer.commits], [0, []])
})

test('a file that Git does not know is named, and the others are committed', async t => {
  const { git, json, read, write } = shop(t)
  write('staging/new.yaml', read('staging/web.yaml'))
  const { code, answer } = await json('update', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(heads(git, 'HEAD'), ['1.1.0', '1.2.0', '1.1.0'])
  assert.deepEqual(
    answer.skipped.map(({ file, line, code }: Record<string, unknown>) => [file, line, code]),
    [['staging/new.yaml', 2, 'E_NOT_TRACKED']],
  )
  assert.match(read('staging/new.yaml'), /web:1\.0\.0/)
  assert.equal(git('status', '--porcelain').trim(), '?? staging/new.yaml')
})

test('core.hooksPath=/dev/null means no hooks', async t => {
  const { git, json } = shop(t)
  git('config', 'core.hooksPath', '/dev/null')
  assert.equal((await json('update', '--commit')).code, 0)
})

test('what a killed run left beside a file is no input, and goes with the next write', async t => {
  const { folder, json, write } = shop(t)
  const left = 'staging/.web.yaml.fluxmark-999999999'
  write(left, 'half')
  assert.equal((await json('update')).code, 0)
  assert.equal(existsSync(join(folder, 'fleet', left)), false)
})

test('a program that a hook leaves running is not waited for, and files that a hook adds are not staged as removed', async t => {
  const { folder, git, json, write } = shop(t)
  const hook = join(folder, 'fleet/.git/hooks/pre-commit')
  writeFileSync(hook, `#!/bin/sh\ngit add -A\nsleep 60 &\necho $! > ${join(folder, 'pid')}\n`)
  chmodSync(hook, 0o755)
  write('new.txt', 'new\n')
  const { code } = await json('update', '--commit', '--group', 'all')
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  assert.equal(code, 0)
  assert.equal(process.kill(pid, 'SIGKILL'), true, 'it still runs')
  assert.equal(git('status', '--porcelain'), '')
  assert.match(git('show', '--name-only', '--format=', 'HEAD'), /^new\.txt$/m)
})
