import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bump, bumpPlan, manifest } from './bump.ts'
import { emptyRepository } from './repositories/temporary-repository.ts'

test('the bump is committed alone out of a dirty tree', async t => {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest())
  repo.write('README.md', 'one\n')
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  // Another hunk of the same file, not staged; another file staged, another one unstaged.
  repo.write('apps/web.yaml', manifest().replace('value2', 'mine').replace('key0', 'new: line\nkey0'))
  repo.write('README.md', 'two\n')
  await repo.git('add', 'README.md')
  repo.write('README.md', 'three\n')
  const changes = async () => {
    const diffs = [await repo.git('diff'), await repo.git('diff', '--cached')]
    return diffs.map(diff => diff.replaceAll(/^index .*\n/gm, ''))
  }
  const before = await changes()
  repo.write('apps/web.yaml', String(bump(repo.read('apps/web.yaml').toString())))

  const result = await repo.port().commit(repo.root, bumpPlan())

  assert.equal(result?.oid, (await repo.git('rev-parse', 'main')).trim())
  assert.equal(await repo.git('show', '--format=', '--numstat'), '1\t1\tapps/web.yaml\n')
  assert.equal(await repo.git('show', 'HEAD:apps/web.yaml'), manifest('acme/web:1.3.0'))
  assert.deepEqual(await changes(), before)
  assert.equal(await repo.git('fsck', '--strict'), '')
  assert.match(await repo.git('reflog', '-1'), /HEAD@\{0\}: commit: Update acme\/web to 1\.3\.0/)
  assert.equal(await repo.port().commit(repo.root, bumpPlan()), undefined)
})
