import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { bumpPlan, manifest } from './bump.ts'
import { emptyRepository, type TemporaryRepository } from './repositories/temporary-repository.ts'

/** Each file and folder of the repository with its permissions; objects under one name each kind. */
function permissions({ root }: TemporaryRepository): Record<string, string> {
  const folder = join(root, '.git')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map(entry => {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path).replace(
      /^objects\/[0-9a-f]{2}(\/\w+)?$/,
      (_, file) => `objects${file ? ' file' : ' folder'}`,
    )
    return [name, (statSync(path).mode & 0o7777).toString(8)]
  })
  return Object.fromEntries(
    entries.filter(([name]) => !/^(?:hooks|info|description|config|COMMIT_EDITMSG)/.test(name ?? '')),
  )
}

for (const value of ['group', 'all', '0640', 'umask']) {
  test(`core.sharedRepository=${value}: our files have the permissions of Git's own`, async t => {
    const repo = await emptyRepository(t)
    await repo.git('config', 'core.sharedRepository', value)
    repo.write('apps/web.yaml', manifest())
    await repo.git('add', '.')
    await repo.git('commit', '-qm', 'first')
    await repo.git('branch', 'a/b')
    const before = permissions(repo)
    await repo.port('builtin').commit(repo.root, bumpPlan(undefined, { branch: 'c/d' }))
    const after = permissions(repo)
    for (const place of ['refs/heads', 'logs/refs/heads']) {
      assert.equal(after[`${place}/c`], before[`${place}/a`])
      assert.equal(after[`${place}/c/d`], before[`${place}/a/b`])
    }
    await repo.port('builtin').commit(repo.root, bumpPlan())
    assert.deepEqual({ ...permissions(repo), ...before }, permissions(repo))
  })
}
