import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SelectionRequest, selectionOf } from '../../server/src/flux/selection/selection.ts'
import { createSelect } from '../../server/src/io/threads/selection-thread.ts'

const many = Array.from({ length: 100_000 }, (_, at) => `main-${at.toString(16)}-${1_700_000_000 + at}`)

function request(pattern: string, tags: readonly string[]): SelectionRequest {
  return {
    image: 'ghcr.io/acme/web',
    tags,
    exclusionList: undefined,
    policy: { numerical: { order: 'asc' } },
    filter: { pattern, extract: '$ts' },
    fluxVersion: 'auto',
  }
}

test('100,000 tags are compared in another thread, with the same answer as here', async () => {
  const select = createSelect(60_000)
  const wanted = request('^main-[0-9a-f]+-(?P<ts>[0-9]+)$', many)
  const answer = await select(wanted)
  assert.deepEqual(answer, selectionOf(wanted))
  assert.equal(answer.state === 'latest' && answer.tag, many.at(-1))
})

test('questions about the same tags and about others are answered each about its own', async () => {
  const select = createSelect(60_000)
  const [some, others] = [many.slice(0, 4000), many.slice(5000, 10_000)]
  const wanted = [some, some, others, some, others, others].flatMap(tags =>
    ['^main-[0-9a-f]+-(?P<ts>[0-9]+)$', '^main-[0-9a-f]+-(?P<ts>[0-9]+)1$'].map(one => request(one, tags)),
  )
  assert.deepEqual(await Promise.all(wanted.map(select)), wanted.map(selectionOf))
})

test('a hostile pattern is cut off with a message, and requests are served in the meantime', async () => {
  const select = createSelect(200)
  const long = many.map(tag => `${'a'.repeat(90)}z${tag}`)
  const hostile = select(request('(?P<ts>(.{1,100}){1,9}z)', long))
  const small = await select(request('^v(?P<ts>.*)', ['v1', 'v2']))
  assert.equal(small.state === 'latest' && small.tag, 'v2')
  const answer = await hostile
  assert.ok(answer.state === 'failed')
  assert.equal(answer.failure.code, 'E_TOO_SLOW')
  assert.match(answer.failure.message, /100000 tags of ghcr\.io\/acme\/web took longer than 200 ms/)
})
