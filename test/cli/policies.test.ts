import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shop } from './shop.ts'

const path = 'flux/stage.yaml'

test('a policy whose repository the API server refuses is invalid, whatever tags are listed', async t => {
  const { json, run, write, read } = shop(t)
  assert.match((await run('policies')).out, /stage:web +latest +1\.1\.0 .*1\.0\.0 → 1\.1\.0/)
  write(path, read(path).replace('interval: 5m', 'interval: often'))
  const { code, answer } = await json('policies')
  assert.equal(code, 0)
  assert.deepEqual(
    answer.map(({ policy, state, latest }: Record<string, unknown>) => [policy, state, latest === null]),
    [
      ['prod:web', 'latest', false],
      ['stage:api', 'latest', false],
      ['stage:web', 'invalid', true],
    ],
  )
  assert.match(answer[2].reason, /interval/)
})

test('a value that Flux leaves as it is, is neither up to date nor about to change', async t => {
  const { run, write, read } = shop(t)
  write(path, read(path).replace('path: ./staging', 'path: ./production'))
  const { out } = await run('policies')
  const [row] = /^stage:web.*$/m.exec(out) ?? []
  assert.match(row ?? '', /latest +1\.1\.0 .* Flux does not update \(staging\/web\.yaml lies outside/)
  assert.doesNotMatch(row ?? '', /→|up to date/)
})
