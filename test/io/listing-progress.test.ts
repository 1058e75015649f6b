import assert from 'node:assert/strict'
import { mock, type TestContext, test } from 'node:test'
import { failure } from '../../server/src/flux/failure.ts'
import { withListingProgress } from '../../server/src/io/terminal/listing-progress.ts'
import type { TagList, TagProgress } from '../../server/src/ports.ts'
import { memoryRegistry } from '../registry/memory.ts'
import { rejects } from './registry/contract.ts'

const { signal } = new AbortController()
const source = (image: string) => ({ image, insecure: false })

/** A registry whose lists come when told, and what is shown meanwhile. */
function shown(context: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] })
  context.after(() => mock.timers.reset())
  const said: string[] = []
  const pages: ((progress: TagProgress) => void)[] = []
  const ends: ((list: TagList) => void)[] = []
  let cancel = () => {}
  const slow = {
    ...memoryRegistry(),
    tags: (
      _: unknown,
      own: AbortSignal,
      { onProgress = () => {} }: { onProgress?: (p: TagProgress) => void } = {},
    ) =>
      new Promise<TagList>((resolve, reject) => {
        pages.push(onProgress)
        ends.push(resolve)
        own.addEventListener('abort', () => reject(failure('E_CANCELLED', 'Cancelled.')))
      }),
  }
  const registry = withListingProgress(slow, 1000, how => {
    cancel = how
    said.push('open')
    return { report: words => said.push(words), done: () => said.push('done') }
  })
  return { registry, said, pages, ends, cancel: () => cancel() }
}

const list: TagList = { tags: [], dropped: 0, pages: 1, credential: 'anonymous' }

test('a list that comes soon shows nothing', async context => {
  const { registry, said, ends } = shown(context)
  const listing = registry.tags(source('a/b'), signal)
  mock.timers.tick(999)
  ends[0]?.(list)
  await listing
  mock.timers.tick(5000)
  assert.deepEqual(said, [])
})

test('long ones are shown together, with how far they are, until the last is there', async context => {
  const { registry, said, ends, pages } = shown(context)
  const both = [registry.tags(source('a/b'), signal), registry.tags(source('c/d'), signal)]
  mock.timers.tick(1000)
  pages[1]?.({ tags: 12000, pages: 12 })
  ends[0]?.(list)
  await both[0]
  ends[1]?.(list)
  await both[1]
  assert.deepEqual(said, [
    'open',
    'a/b (0 of 2 lists done)',
    'c/d: 12,000 tags, 12 pages (0 of 2 lists done)',
    'c/d: 12,000 tags, 12 pages (1 of 2 lists done)',
    'done',
  ])
})

test('they are cancelled together', async context => {
  const { registry, said, cancel } = shown(context)
  const both = [registry.tags(source('a/b'), signal), registry.tags(source('c/d'), signal)]
  mock.timers.tick(1000)
  cancel()
  for (const listing of both) await rejects(listing, 'E_CANCELLED')
  assert.equal(said.at(-1), 'done')
})

test('hundreds of lists under one signal are no leak that Node warns of', async context => {
  const { registry, ends } = shown(context)
  const warnings: Error[] = []
  const note = (warning: Error) => {
    if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning)
  }
  process.on('warning', note)
  context.after(() => process.off('warning', note))
  const own = new AbortController()
  const all = Array.from({ length: 200 }, (_, index) => registry.tags(source(`a/${index}`), own.signal))
  for (const end of ends) end(list)
  await Promise.all(all)
  await new Promise(setImmediate)
  assert.deepEqual(warnings, [])
})
