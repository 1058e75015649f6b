import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { CommitResult, Failure } from '../../../server/src/ports.ts'
import { bumpPlan, manifest } from './bump.ts'
import { gitServer } from './repositories/git-server.ts'
import { lacksSshd, sshServer } from './repositories/ssh-server.ts'
import { emptyRepository, type TemporaryRepository } from './repositories/temporary-repository.ts'

/** A repository with one commit, and a bare one beside it that has the same. */
async function withOrigin(t: TestContext): Promise<{ repo: TemporaryRepository; bare: string }> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  const bare = repo.path('../origin.git')
  await repo.git('clone', '-q', '--bare', repo.root, bare)
  await repo.gitIn(bare, ['config', 'http.receivepack', 'true'])
  await repo.git('remote', 'add', 'origin', bare)
  await repo.git('fetch', '-q', 'origin')
  return { repo, bare }
}

async function bumped(repo: TemporaryRepository, branch?: string): Promise<CommitResult> {
  const result = await repo
    .port()
    .commit(repo.root, bumpPlan(['apps/web.yaml'], branch === undefined ? {} : { branch }))
  assert.ok(result)
  return result
}

async function refused(push: Promise<unknown>): Promise<{ code: string; message: string }> {
  const outcome = await push.then(
    () => ({ code: 'accepted', message: '' }),
    (failure: Failure) => failure,
  )
  return { code: outcome.code, message: outcome.message }
}

function hook(folder: string, name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

test('a commit is pushed over file, alone', async t => {
  const { repo, bare } = await withOrigin(t)
  await repo.git('tag', '-am', 'x', 'v1')
  await repo.git('config', 'push.followTags', 'true')
  const commit = await bumped(repo, 'flux-image-updates')

  const result = await repo.port().push(repo.root, commit)

  // Newer versions of Git learn the default branch when they fetch.
  const { base = 'main', ...rest } = result
  assert.equal(base, 'main')
  assert.deepEqual(rest, { remote: 'origin', url: bare, branch: 'flux-image-updates' })
  const refs = await repo.gitIn(bare, ['for-each-ref', '--format=%(refname) %(objectname)'])
  const first = (await repo.git('rev-parse', 'main')).trim()
  assert.equal(refs, `refs/heads/flux-image-updates ${commit.oid}\nrefs/heads/main ${first}\n`)
})

test('a commit is pushed over HTTP with the login that Git has', async t => {
  const { repo } = await withOrigin(t)
  const host = await gitServer(t, repo.path('..'), 'ada', 'secret')
  await repo.git('remote', 'set-url', 'origin', `http://${host}/origin.git`)
  await repo.git(
    'config',
    'credential.helper',
    `!f() { test "$1" = get && echo username=ada && echo password=secret; }; f`,
  )
  const result = await repo.port().push(repo.root, await bumped(repo))
  assert.deepEqual(result, { remote: 'origin', url: `http://${host}/origin.git`, branch: 'main' })
})

test('a login in the address works and is told to nobody', async t => {
  const { repo } = await withOrigin(t)
  const host = await gitServer(t, repo.path('..'), 'ada', 'secret')
  await repo.git('remote', 'set-url', 'origin', `http://ada:secret@${host}/origin.git`)
  const commit = await bumped(repo)
  assert.equal((await repo.port().push(repo.root, commit)).url, `http://${host}/origin.git`)
  await repo.git('remote', 'set-url', 'origin', `http://ada:wrong@${host}/origin.git`)
  const { code, message } = await refused(repo.port().push(repo.root, commit))
  assert.equal(code, 'E_PUSH_AUTH')
  assert.doesNotMatch(message, /wrong/)
})

test('what a server refuses is told by its cause', async t => {
  const { repo } = await withOrigin(t)
  const host = await gitServer(t, repo.path('..'), 'ada', 'secret')
  const commit = await bumped(repo)
  for (const [url, code] of [
    [`http://${host}/origin.git`, 'E_PUSH_AUTH'],
    [`http://${host}/forbidden.git`, 'E_PUSH_DENIED'],
    [`http://ada:secret@${host}/nothing.git`, 'E_PUSH_NOT_FOUND'],
    [`http://${host}/moved.git`, 'E_PUSH_REDIRECT'],
    ['http://127.0.0.1:9/x.git', 'E_PUSH_NET'],
    [repo.path('../nothing.git'), 'E_PUSH_NOT_FOUND'],
  ] as const) {
    await repo.git('remote', 'set-url', 'origin', url)
    const failure = await refused(repo.port().push(repo.root, commit))
    assert.equal(failure.code, code, `${url}: ${failure.message}`)
  }
})

test('a commit is pushed over ssh, by the program that Git uses for it', async t => {
  const { repo, bare } = await withOrigin(t)
  await repo.git('remote', 'set-url', 'origin', `ada@git.example.com:${bare}`)
  // Runs here what ssh would run there.
  hook(repo.path('..'), 'ssh', 'for command; do :; done; exec sh -c "$command"')
  await repo.git('config', 'core.sshCommand', repo.path('../ssh'))
  const commit = await bumped(repo)
  const { url } = await repo.port().push(repo.root, commit)
  assert.equal(url, `ada@git.example.com:${bare}`)
  assert.equal((await repo.gitIn(bare, ['rev-parse', 'main'])).trim(), commit.oid)
  hook(repo.path('..'), 'ssh', 'echo "ada@git.example.com: Permission denied (publickey)." >&2; exit 255')
  assert.equal((await refused(repo.port().push(repo.root, commit))).code, 'E_PUSH_SSH')
})

test('a real sshd: accepted, gone on, refused by a hook, and by the login', {
  skip: lacksSshd(),
}, async t => {
  const { repo, bare } = await withOrigin(t)
  const address = `${await sshServer(t, repo)}${bare}`
  await repo.git('remote', 'set-url', 'origin', address)
  const commit = await bumped(repo)
  const { url } = await repo.port().push(repo.root, commit)
  assert.equal(url, address.replace(/\/\/[^@]*@/, '//'))
  assert.equal((await repo.gitIn(bare, ['rev-parse', 'main'])).trim(), commit.oid)

  const tree = (await repo.git('rev-parse', 'HEAD^{tree}')).trim()
  const theirs = (await repo.git('commit-tree', '-p', commit.oid, '-m', 'theirs', tree)).trim()
  const mine = (await repo.git('commit-tree', '-p', commit.oid, '-m', 'mine', tree)).trim()
  await repo.git('push', '-q', bare, `${theirs}:refs/heads/main`)
  const behind = await refused(repo.port().push(repo.root, { oid: mine, branch: 'main' }))
  assert.equal(behind.code, 'E_PUSH_REJECTED', behind.message)

  hook(join(bare, 'hooks'), 'pre-receive', 'echo "main is protected" >&2; exit 1')
  const next = (await repo.git('commit-tree', '-p', theirs, '-m', 'next', tree)).trim()
  const policy = await refused(repo.port().push(repo.root, { oid: next, branch: 'main' }))
  assert.equal(policy.code, 'E_PUSH_POLICY')
  assert.match(policy.message, /pre-receive hook declined.*main is protected/s)

  repo.write('../ssh/authorized', '')
  const login = await refused(repo.port().push(repo.root, { oid: next, branch: 'main' }))
  assert.equal(login.code, 'E_PUSH_SSH', login.message)
  repo.write('../ssh/known', '')
  const host = await refused(repo.port().push(repo.root, { oid: next, branch: 'main' }))
  assert.equal(host.code, 'E_PUSH_SSH', host.message)
})

test('what is no commit or no branch is not handed to Git', async t => {
  const { repo } = await withOrigin(t)
  const { oid } = await bumped(repo)
  const port = repo.port()
  assert.equal((await refused(port.push(repo.root, { oid: '--all', branch: 'main' }))).code, 'E_PUSH')
  assert.equal((await refused(port.push(repo.root, { oid, branch: '--mirror' }))).code, 'E_BRANCH_NAME')
  assert.equal((await refused(port.undo(repo.root, { oid, branch: '-d' }))).code, 'E_BRANCH_NAME')
})

test('a branch that went on elsewhere is not overwritten', async t => {
  const { repo, bare } = await withOrigin(t)
  const other = repo.path('../other')
  await repo.git('clone', '-q', bare, other)
  await repo.gitIn(other, ['commit', '-q', '--allow-empty', '-m', 'theirs'])
  await repo.gitIn(other, ['push', '-q'])
  const commit = await bumped(repo)
  const failure = await refused(repo.port().push(repo.root, commit))
  assert.equal(failure.code, 'E_PUSH_REJECTED')
  assert.match(failure.message, /main was not pushed to origin: .*fetch first.*Fetch to see them/)
  // Even with leave to overwrite: what is there was never seen here.
  assert.equal((await refused(repo.port().push(repo.root, commit, true))).code, 'E_PUSH_REJECTED')
  await repo.git('fetch', '-q', 'origin')
  const known = await refused(repo.port().push(repo.root, commit))
  assert.match(known.message, /that would be lost: \w{7,} theirs\./)
  assert.equal((await repo.port().push(repo.root, commit, true)).branch, 'main')
  assert.equal((await repo.gitIn(bare, ['rev-parse', 'main'])).trim(), commit.oid)
})

test("a hook's refusal is told in its own words", async t => {
  const { repo, bare } = await withOrigin(t)
  hook(join(bare, 'hooks'), 'pre-receive', 'echo "main is protected, open a pull request" >&2; exit 1')
  const commit = await bumped(repo)
  const failure = await refused(repo.port().push(repo.root, commit))
  assert.equal(failure.code, 'E_PUSH_POLICY')
  assert.match(failure.message, /pre-receive hook declined.*main is protected, open a pull request/s)
  hook(repo.path('.git/hooks'), 'pre-push', 'echo "not today" >&2; exit 1')
  const own = await refused(repo.port().push(repo.root, commit))
  assert.equal(own.code, 'E_HOOK')
  assert.match(own.message, /not today/)
})

test('of two pushers one wins, and the other is told', async t => {
  const { repo, bare } = await withOrigin(t)
  const host = await gitServer(t, repo.path('..'), 'ada', 'secret')
  await repo.git('remote', 'set-url', 'origin', `http://ada:secret@${host}/origin.git`)
  const tree = (await repo.git('rev-parse', 'HEAD^{tree}')).trim()
  const oids = await Promise.all(
    ['a', 'b'].map(async message =>
      (await repo.git('commit-tree', '-p', 'HEAD', '-m', message, tree)).trim(),
    ),
  )
  const port = repo.port()
  const outcomes = await Promise.all(oids.map(oid => refused(port.push(repo.root, { oid, branch: 'main' }))))
  const codes = outcomes.map(({ code }) => code).sort()
  assert.equal(codes.filter(code => code === 'accepted').length, 1, JSON.stringify(outcomes))
  assert.match(codes.find(code => code !== 'accepted') ?? '', /^E_PUSH_(?:REJECTED|POLICY)$/)
  assert.ok(oids.includes((await repo.gitIn(bare, ['rev-parse', 'main'])).trim()))
})

test('the remote is the one that git push would take', async t => {
  const { repo, bare } = await withOrigin(t)
  await repo.git('remote', 'rename', 'origin', 'one')
  await repo.git('remote', 'add', 'two', bare)
  const commit = await bumped(repo)
  const failure = await refused(repo.port().push(repo.root, commit))
  assert.equal(failure.code, 'E_PUSH_NO_REMOTE')
  assert.match(failure.message, /one, two/)
  await repo.git('config', 'remote.pushDefault', 'two')
  assert.equal((await repo.port().push(repo.root, commit)).remote, 'two')
})

test('nothing is pushed without trust or without Git', async t => {
  const { repo } = await withOrigin(t)
  const commit = await bumped(repo)
  const { createGit } = await import('../../../server/src/io/git/create-git.ts')
  const options = { engine: () => 'auto' as const, environment: repo.environment, clock: { now: () => 0 } }
  const untrusted = createGit({ ...options, trusted: () => false })
  assert.equal((await refused(untrusted.push(repo.root, commit))).code, 'E_NOT_TRUSTED')
  assert.equal((await refused(untrusted.commit(repo.root, bumpPlan()))).code, 'E_NOT_TRUSTED')
  const environment = { ...repo.environment, variables: { ...repo.environment.variables, PATH: repo.root } }
  const without = createGit({ ...options, environment, trusted: () => true })
  assert.equal((await refused(without.push(repo.root, commit))).code, 'E_GIT_MISSING')
})
