import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { refuseBranchName } from '../../../server/src/io/git/config/branch-name.ts'
import type { CommitPlan, Failure } from '../../../server/src/ports.ts'
import { bumpPlan, manifest } from './bump.ts'
import { emptyRepository, type TemporaryRepository } from './repositories/temporary-repository.ts'

/** main with two commits; updates with one of its own on top of the first. */
async function repository(t: TestContext): Promise<TemporaryRepository> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  repo.write('README.md', 'one\n')
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  await repo.git('checkout', '-q', '-b', 'updates')
  await repo.git('commit', '-q', '--allow-empty', '-m', 'an older bump')
  await repo.git('checkout', '-q', 'main')
  repo.write('README.md', 'two\n')
  await repo.git('commit', '-qam', 'second')
  return repo
}

const plan = (more: Partial<CommitPlan>) => bumpPlan(undefined, more)

for (const engine of ['builtin', 'system'] as const) {
  test(`a commit goes on top of its branch, or of a base (${engine})`, async t => {
    const repo = await repository(t)
    const port = repo.port(engine)
    const titles = (branch: string) => repo.git('log', '--format=%s', branch)

    await port.commit(repo.root, plan({ branch: 'updates' }))
    assert.equal(await titles('updates'), 'Update acme/web to 1.3.0\nan older bump\nfirst\n')

    const failure = await port
      .commit(repo.root, plan({ branch: 'updates', base: 'main' }))
      .catch((failure: Failure) => failure)
    assert.ok(failure && 'code' in failure)
    assert.equal(failure.code, 'E_BRANCH_OVERWRITE')
    assert.match(failure.message, /2 commits that main lacks and that would be lost: .*an older bump/)

    await port.commit(repo.root, plan({ branch: 'updates', base: 'main', overwrite: true }))
    assert.equal(await titles('updates'), 'Update acme/web to 1.3.0\nsecond\nfirst\n')
    assert.equal(
      await repo.git('log', '-g', '-1', '--format=%gs', 'updates'),
      'commit: Update acme/web to 1.3.0\n',
    )
    assert.equal(await titles('main'), 'second\nfirst\n')
    assert.equal(await repo.git('status', '--porcelain'), '')
  })

  test(`a branch that its base contains moves along without a question (${engine})`, async t => {
    const repo = await repository(t)
    await repo.git('branch', '-f', 'updates', 'main^')
    await repo.port(engine).commit(repo.root, plan({ branch: 'updates', base: 'main' }))
    assert.equal(await repo.git('log', '--format=%s', 'updates'), 'Update acme/web to 1.3.0\nsecond\nfirst\n')
  })
}

test('branches that cannot be are refused', async t => {
  const repo = await repository(t)
  for (const [more, code] of [
    [{ branch: 'a..b' }, 'E_BRANCH_NAME'],
    [{ branch: '-x' }, 'E_BRANCH_NAME'],
    [{ branch: 'x.lock' }, 'E_BRANCH_NAME'],
    [{ branch: 'main/x' }, 'E_BRANCH_NAME'],
    [{ branch: 'x', base: 'nowhere' }, 'E_BRANCH_NOT_FOUND'],
    [{ branch: 'main', base: 'updates', overwrite: true }, 'E_BRANCH_CHECKED_OUT'],
    [{ message: ' \n' }, 'E_MESSAGE'],
    [{ message: 'a\0b' }, 'E_MESSAGE'],
  ] as const) {
    await assert.rejects(repo.port().commit(repo.root, plan(more)), { code }, JSON.stringify(more))
  }
})

test('author, committer and message are written as Git writes them', async t => {
  const repo = await repository(t)
  repo.write('../home/.gitconfig', '[user]\n\tname = "  Ada <x> Lovelace, "\n[include]\n\tpath = work\n')
  repo.write('../home/work', '[user]\n\temail = ada@work.example\n')
  const author = { name: 'fluxcdbot', email: 'flux@example.com' }
  await repo.port().commit(repo.root, plan({ author, message: 'Gr\u00fc\u00dfe\n\n- a → b' }))
  const raw = await repo.git('cat-file', 'commit', 'HEAD')
  const zone = await repo.git('log', '-1', '--format=%ad', '--date=format:%z')
  assert.equal(
    Buffer.from(raw, 'latin1')
      .toString()
      .replace(/^tree.*\nparent.*\n/, ''),
    `author fluxcdbot <flux@example.com> 1700000000 ${zone}committer Ada x Lovelace <ada@work.example> 1700000000 ${zone}\nGr\u00fc\u00dfe\n\n- a → b\n`,
  )
})

test('many files make one commit', async t => {
  const repo = await repository(t)
  const paths = Array.from({ length: 60 }, (_, n) => `clusters/${n % 7}/${n}.yaml`)
  for (const path of paths) repo.write(path, manifest())
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'third')
  await repo.port().commit(repo.root, bumpPlan(paths))
  assert.equal((await repo.git('show', '--format=', '--numstat')).match(/^1\t1\tclusters/gm)?.length, 60)
  assert.equal(await repo.git('fsck', '--strict', '--no-dangling'), '')
})

test('branch names are refused as Git refuses them', async t => {
  const repo = await emptyRepository(t)
  const names = [
    'a',
    'a/b',
    'a.b',
    'a-b',
    'ä',
    'a@b',
    '@a',
    'a{b',
    'a..b',
    'a b',
    'a~',
    'a^',
    'a:',
    'a?',
    'a*',
    'a[',
    'a\\b',
  ]
  for (const name of [
    ...names,
    'a@{b',
    '-a',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a//b',
    '/a',
    'a/',
    'a\x7f',
    '',
  ]) {
    const isGood = await repo.git('check-ref-format', '--branch', name).then(
      () => true,
      () => false,
    )
    const isTaken = await Promise.resolve(name)
      .then(refuseBranchName)
      .then(
        () => true,
        () => false,
      )
    assert.equal(isTaken, isGood, JSON.stringify(name))
  }
  // Git takes these for what is checked out.
  for (const name of ['@', 'HEAD']) assert.throws(() => refuseBranchName(name), { code: 'E_BRANCH_NAME' })
})

test('a branch that is a symbolic ref is followed, and stays one', async t => {
  const repo = await repository(t)
  await repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/updates')
  await repo.git('symbolic-ref', 'refs/heads/here', 'refs/heads/main')
  for (const [branch, real] of [
    ['alias', 'updates'],
    ['here', 'main'],
  ] as const) {
    const result = await repo.port('builtin').commit(repo.root, plan({ branch }))
    assert.equal(result?.branch, real)
    assert.equal((await repo.git('rev-parse', real)).trim(), result?.oid)
    assert.equal(await repo.git('symbolic-ref', `refs/heads/${branch}`), `refs/heads/${real}\n`)
  }
  assert.equal(await repo.git('diff', '--cached', '--name-only'), '')
})
