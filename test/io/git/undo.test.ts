import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../../server/src/ports.ts'
import { bump, bumpPlan, manifest } from './bump.ts'
import { emptyRepository, type TemporaryRepository } from './repositories/temporary-repository.ts'

async function repository(t: TestContext): Promise<TemporaryRepository> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  repo.write('README.md', 'one\n')
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  return repo
}

async function bumped(repo: TemporaryRepository, engine: 'builtin' | 'system' = 'builtin') {
  const result = await repo.port(engine).commit(repo.root, bumpPlan())
  assert.ok(result)
  return result
}

async function code(undo: Promise<void>): Promise<string> {
  return undo.then(
    () => 'undone',
    (failure: Failure) => failure.code,
  )
}

for (const engine of ['builtin', 'system'] as const) {
  test(`a bump is taken back, and all else stays (${engine})`, async t => {
    const repo = await repository(t)
    repo.write('apps/web.yaml', `# mine\n${manifest()}`)
    repo.write('README.md', 'two\n')
    await repo.git('add', '.')
    const head = await repo.git('rev-parse', 'HEAD')
    const staged = await repo.git('diff', '--cached')
    repo.write('apps/web.yaml', String(bump(repo.read('apps/web.yaml').toString())))
    const commit = await bumped(repo, engine)

    await repo.port(engine).undo(repo.root, commit)

    assert.equal(await repo.git('rev-parse', 'HEAD'), head)
    assert.equal(await repo.git('diff', '--cached'), staged)
    // The bump is an unstaged change again, as it was before the commit.
    assert.equal(await repo.git('diff', '--numstat'), '1\t1\tapps/web.yaml\n')
    assert.match(await repo.git('reflog', '-1'), /fluxmark: take back Update acme\/web/)
    assert.equal(await repo.git('fsck', '--strict', '--no-dangling'), '')
  })
}

test('a commit on another branch is taken back there', async t => {
  const repo = await repository(t)
  const commit = await repo.port().commit(repo.root, bumpPlan(['apps/web.yaml'], { branch: 'updates' }))
  assert.ok(commit)
  await repo.port().undo(repo.root, commit)
  assert.equal(await repo.git('rev-parse', 'updates'), await repo.git('rev-parse', 'main'))
  assert.equal(await repo.git('status', '--porcelain'), '')
})

test('what was followed, pushed, or is no bump is not taken back', async t => {
  const repo = await repository(t)
  const port = repo.port()
  const commit = await bumped(repo)
  await repo.git('update-ref', 'refs/remotes/origin/main', commit.oid)
  assert.equal(await code(port.undo(repo.root, commit)), 'E_PUSHED')
  await repo.git('commit', '-q', '--allow-empty', '-m', 'next')
  await repo.git('update-ref', 'refs/remotes/origin/main', 'main')
  assert.equal(await code(port.undo(repo.root, commit)), 'E_REF_MOVED')
  await repo.git('reset', '-q', '--soft', commit.oid)
  // A remote that went on has the commit behind its newest one.
  assert.equal(await code(port.undo(repo.root, commit)), 'E_PUSHED')
  await repo.git('update-ref', 'refs/remotes/origin/main', `${commit.oid}^`)
  assert.equal(await code(port.undo(repo.root, commit)), 'undone')
  const first = (await repo.git('rev-parse', 'main')).trim()
  assert.equal(await code(port.undo(repo.root, { oid: first, branch: 'main' })), 'E_UNDO')
})

test('staged changes of the bumped line are not lost', async t => {
  const repo = await repository(t)
  const commit = await bumped(repo)
  repo.write('apps/web.yaml', manifest('acme/web:9.9.9'))
  await repo.git('add', '.')
  const before = await repo.git('status', '--porcelain=v2')
  assert.equal(await code(repo.port().undo(repo.root, commit)), 'E_STAGED_CONFLICT')
  assert.equal(await repo.git('status', '--porcelain=v2'), before)
})
