import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shop } from './shop.ts'

test('tags FILE:LINE says what became of each tag, which one is written and which one is selected', async t => {
  const { json, run } = shop(t)
  const { code, answer } = await json('tags', 'staging/web.yaml:2')
  assert.equal(code, 0)
  assert.deepEqual(
    [answer.target, answer.image, answer.error],
    ['staging/web.yaml:2', 'ghcr.io/shop/web', null],
  )
  assert.deepEqual(
    answer.tags.map(({ tag, stage, present, selected }: Record<string, unknown>) => [
      tag,
      stage,
      present,
      selected,
    ]),
    [
      ['1.1.0', 'selected', false, true],
      ['1.0.0', 'not-latest', true, false],
    ],
  )
  const { out } = await run('tags', 'staging/web.yaml:2')
  assert.match(out, /1\.0\.0 +not-latest +written now/)
  const none = await run('tags', 'staging/web.yaml:1')
  assert.deepEqual([none.code, none.out], [2, ''])
  assert.match(none.err, /no marker is on this line/)
})

test('tags of what is no file is an image’s, and a marker whose tags are unknown is no failure offline', async t => {
  const { json, write } = shop(t)
  assert.equal((await json('tags', 'ghcr.io/shop/web')).answer.canonical, 'ghcr.io/shop/web')
  write('staging/lost.yaml', 'kind: A\nimage: ghcr.io/shop/x:1 # {"$imagepolicy": "stage:lost"}\n')
  const { code, answer } = await json('tags', 'staging/lost.yaml:2')
  assert.deepEqual([code, answer.tags], [0, []])
  assert.equal(answer.error.code, 'policy-unknown')
})
