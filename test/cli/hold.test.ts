import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shop } from './shop.ts'

/** `hold` and `release` on a real repository. */

test('a policy held at the written tag is no longer outdated, and comes back byte for byte', async t => {
  const { git, json, read } = shop(t)
  const before = await json('policies')
  assert.equal(
    before.answer.find((row: { policy: string }) => row.policy === 'stage:web').latest.tag,
    '1.1.0',
  )
  const dry = await json('hold', 'stage:web', '--dry-run')
  assert.equal(git('status', '--porcelain'), '')
  const { code, answer } = await json('hold', 'stage:web', '--reason', 'the login is broken')
  assert.equal(code, 0)
  assert.deepEqual(answer.edits, dry.answer.edits)
  const [{ since, ...held }] = answer.held
  assert.deepEqual(held, { target: 'stage:web', by: 'range', at: '1.0.0', reason: 'the login is broken' })
  assert.match(since, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.deepEqual(
    answer.edits.map(({ file, old, new: now }: Record<string, string>) => [file, old, now]),
    [['flux/stage.yaml', "'>=1.0.0'", "'1.0.0'"]],
  )
  assert.deepEqual(answer.affects, [])
  const after = await json('policies')
  assert.equal(after.answer.find((row: { policy: string }) => row.policy === 'stage:web').latest.tag, '1.0.0')
  assert.deepEqual(after.answer.find((row: { policy: string }) => row.policy === 'stage:web').held, [
    answer.held[0],
  ])
  const update = await json('update', '--policy', 'stage:web')
  assert.deepEqual(update.answer.changes, [])
  const simulated = await json('simulate', 'stage:staging')
  assert.deepEqual(
    simulated.answer.changes.map(({ setter }: Record<string, string>) => setter),
    ['stage:api'],
  )
  const { code: released, answer: freed } = await json('release', 'stage:web')
  assert.deepEqual([released, freed.held, freed.released], [0, [], answer.held])
  assert.equal(git('status', '--porcelain'), '')
  assert.doesNotMatch(read('flux/stage.yaml'), /fluxmark-held/)
})

test('an automation is frozen, which update and check report, and released', async t => {
  const { git, json, run } = shop(t)
  const { answer } = await json('hold', '--automation', 'stage:*', '--reason', 'release week')
  assert.deepEqual([answer.held[0].target, answer.held[0].by], ['stage:staging', 'suspend'])
  const update = await json('update', '--dry-run')
  assert.deepEqual(
    update.answer.changes.map(({ file }: Record<string, string>) => file),
    ['production/web.yaml'],
  )
  const { out } = await run('check')
  assert.match(out, /stage:staging frozen since .*, because release week/)
  await json('release', '--automation', '*')
  assert.equal(git('status', '--porcelain'), '')
})

test('skipping a tag that is selected lets the next one move on', async t => {
  const { json, git } = shop(t)
  const { answer, err } = await json('hold', 'stage:web', '--by', 'exclude')
  assert.deepEqual([answer.held[0].by, answer.held[0].at], ['exclude', '1.1.0'])
  assert.equal(answer.edits[0].new, "'>=1.0.0, !=1.1.0'")
  assert.equal(err, '')
  await json('release', 'stage:web')
  assert.equal(git('status', '--porcelain'), '')
})

for (const [args, words] of [
  [[], /hold takes one policy as namespace:name, or --automation/],
  [['web'], /hold takes a policy as namespace:name, not "web"/],
  [['stage:nothing'], /there is no ImagePolicy stage:nothing; here are prod:web, stage:api, stage:web/],
  [['stage:web', '--at', '9.9.9'], /ghcr\.io\/shop\/web has no tag 9\.9\.9.*Among its 2 tags are 1\.0\.0/],
  [['stage:web', '--by', 'will'], /--by is range or exclude, not "will"/],
  [['--automation', 'stage:none'], /there is none of that name; here are prod:production, stage:staging/],
  [['--automation', 'stage:staging', '--at', '1.0.0'], /--at and --by are for a policy/],
] as const) {
  test(`hold ${args.join(' ')} is wrong usage`, async t => {
    const { run, git } = shop(t)
    const { code, out, err } = await run('hold', ...args)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, words)
    assert.equal(git('status', '--porcelain'), '')
  })
}

test('markers with different tags are named until --at says which', async t => {
  const { run, json, write } = shop(t)
  write('staging/more.yaml', 'kind: A\nimage: ghcr.io/shop/web:1.1.0 # {"$imagepolicy": "stage:web"}\n')
  const { code, err } = await run('hold', 'stage:web')
  assert.equal(code, 2)
  assert.match(
    err,
    /different tags: 1\.1\.0 \(staging\/more\.yaml\), 1\.0\.0 \(staging\/web\.yaml\)\. Name one with --at/,
  )
  const held = await json('hold', 'stage:web', '--at', '1.0.0')
  assert.equal(held.code, 0)
  // Flux will take the other one back itself.
  assert.match(held.err, /Flux will write 1\.0\.0 to the value itself.*Push the policy alone/)
})

test('what was changed below a comment since is not overwritten', async t => {
  const { json, read, write } = shop(t)
  await json('hold', 'stage:web')
  const text = read('flux/stage.yaml').replace("range: '1.0.0'", "range: '1.0.1'")
  write('flux/stage.yaml', text)
  const { code, err, answer } = await json('release', 'stage:web')
  assert.deepEqual([code, answer.edits], [3, []])
  assert.match(err, /flux\/stage\.yaml: what stands below the comment about stage:web was changed since/)
  assert.equal(read('flux/stage.yaml'), text)
})

test('release of what is not held names what is', async t => {
  const { run, json } = shop(t)
  await json('hold', 'stage:web')
  const { code, err } = await run('release', 'stage:api')
  assert.equal(code, 2)
  assert.match(err, /stage:api is not held; held is stage:web/)
  const again = await run('hold', 'stage:web', '--at', '1.1.0')
  assert.equal(again.code, 2)
  assert.match(
    again.err,
    /stage:web is held at 1\.0\.0 already\. Release it first: fluxmark release stage:web/,
  )
})
