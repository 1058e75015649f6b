import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { bumpPlan, manifest } from './bump.ts'
import { emptyRepository, type TemporaryRepository } from './repositories/temporary-repository.ts'

async function withHook(t: TestContext, name: string, script: string): Promise<TemporaryRepository> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  repo.write('README.md', 'one\n')
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  repo.write(`.git/hooks/${name}`, `#!/bin/sh\n${script}\n`)
  chmodSync(repo.path('.git/hooks', name), 0o755)
  return repo
}

test('what a hook adds to the commit is told, and does not look reverted', async t => {
  const repo = await withHook(
    t,
    'pre-commit',
    'echo two > README.md; git add README.md; sed -i 1d apps/web.yaml; git add apps/web.yaml',
  )
  const result = await repo.port().commit(repo.root, bumpPlan())
  assert.deepEqual(result?.notes, [
    'A hook changed README.md in the commit.',
    'A hook changed apps/web.yaml in the commit.',
    'A hook changed files on disk: apps/web.yaml.',
  ])
  assert.equal(await repo.git('show', 'HEAD:README.md'), 'two\n')
  assert.equal(await repo.git('status', '--porcelain'), '')
})

test('what a hook does to files on disk is told', async t => {
  const repo = await withHook(t, 'pre-commit', 'echo changed > README.md; echo new > new.txt')
  const result = await repo.port().commit(repo.root, bumpPlan())
  assert.deepEqual(result?.notes, ['A hook changed files on disk: README.md, new.txt.'])
  assert.equal(await repo.git('show', '--format=', '--numstat'), '1\t1\tapps/web.yaml\n')
})

test('a refusal is told in the words of the hook, and leaves the index to the byte', async t => {
  const repo = await withHook(t, 'pre-commit', 'printf "\\033[31mno bumps on Fridays\\033[0m\\n" >&2; exit 1')
  repo.write('README.md', 'staged\n')
  await repo.git('add', '.')
  const index = repo.read('.git/index')
  await assert.rejects(repo.port().commit(repo.root, bumpPlan()), {
    code: 'E_HOOK',
    message: 'A commit hook refused the commit, or failed: no bumps on Fridays',
  })
  assert.ok(repo.read('.git/index').equals(index))
})

test('a hook that refuses on another branch leaves no branch and no worktree', async t => {
  const repo = await withHook(t, 'commit-msg', 'exit 1')
  await assert.rejects(repo.port().commit(repo.root, bumpPlan(undefined, { branch: 'updates' })), {
    code: 'E_HOOK',
  })
  assert.equal(await repo.git('branch', '--format=%(refname:short)'), 'main\n')
  assert.equal((await repo.git('worktree', 'list')).split('\n').length, 2)
})

test('a hook finds the files of the branch that it commits on', async t => {
  const repo = await withHook(
    t,
    'pre-commit',
    'grep -q "acme/web:1.3.0" apps/web.yaml && test "$(git branch --show-current)" = updates',
  )
  const result = await repo.port().commit(repo.root, bumpPlan(undefined, { branch: 'updates' }))
  assert.equal(result?.branch, 'updates')
  assert.match(repo.read('apps/web.yaml').toString(), /acme\/web:1\.2\.3/)
})

test('without the built-in writer’s leave no hook is passed over', async t => {
  const repo = await withHook(t, 'pre-commit', 'exit 0')
  await assert.rejects(repo.port('builtin').commit(repo.root, bumpPlan()), {
    code: 'E_NEED_SYSTEM_GIT',
    message: 'The built-in writer does not run hooks (pre-commit).',
  })
})
