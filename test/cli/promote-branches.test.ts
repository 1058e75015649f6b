import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { shop } from './shop.ts'

/** The shop, with what is checked out as staging, and the branch `release` as production. */
function twoBranches(t: TestContext) {
  const here = shop(t)
  const { git, write } = here
  write(
    'fluxmark.yaml',
    'environments:\n  - {name: stage, path: production}\n  - {name: live, path: production, branch: release}\n',
  )
  git('add', '-A')
  git('commit', '-qm', 'Environments')
  return here
}

test('an environment on another branch is read there, and committed from there', async t => {
  const { json, run, git, read, write } = twoBranches(t)
  git('branch', 'release')
  const newer = read('production/web.yaml').replace('1.0.0', '1.1.0')
  write('production/web.yaml', newer)
  git('commit', '-qam', 'Newer on staging')
  const { out } = await run('promote')
  assert.match(out, /^IMAGE +STAGE +LIVE$/m)
  assert.match(out, /^ghcr\.io\/shop\/web +1\.1\.0 +1\.0\.0 ↓$/m)
  const refused = await run('promote', 'stage', 'live')
  assert.equal(refused.code, 2)
  assert.match(refused.err, /live follows the branch release, which is not checked out: add --commit/)
  const { code, answer } = await json('promote', 'stage', 'live', '--commit')
  assert.equal(code, 0)
  assert.deepEqual(
    answer.changes.map(({ file, old, new: value }: Record<string, string>) => [file, old, value]),
    [['production/web.yaml', 'ghcr.io/shop/web:1.0.0', 'ghcr.io/shop/web:1.1.0']],
  )
  assert.equal(git('rev-parse', `${answer.commit.branch}^`), git('rev-parse', 'release'))
  assert.equal(git('show', `${answer.commit.branch}:production/web.yaml`), newer)
  assert.equal(read('production/web.yaml'), newer)
  assert.equal(git('status', '--porcelain'), '')
  const again = await json('promote', 'stage', 'live', '--commit')
  assert.deepEqual([again.code, again.answer.commit], [0, null])
})

test('a branch that is not here is named, with the way to get it', async t => {
  const { run } = twoBranches(t)
  for (const args of [[], ['stage', 'live']]) {
    const { code, err } = await run('promote', ...args)
    assert.equal(code, 3)
    assert.match(err, /no branch release here, which fluxmark\.yaml names: git fetch origin release/)
  }
})
