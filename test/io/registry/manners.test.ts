import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure } from '../../../server/src/flux/failure.ts'
import type { HttpRequest, HttpResponse, Transport } from '../../../server/src/io/network/transport.ts'
import { type TestClientOptions, testClient } from '../net/client.ts'
import { rejects } from './contract.ts'

const { signal } = new AbortController()

/** A transport that holds every request until it is let go, and counts. */
function held(answer: (request: HttpRequest) => Partial<HttpResponse>) {
  const waiting: (() => void)[] = []
  const sent: URL[] = []
  const running = new Map<string, number>()
  const most = new Map<string, number>()
  const count = (host: string, by: number) => {
    running.set(host, (running.get(host) ?? 0) + by)
    most.set(host, Math.max(most.get(host) ?? 0, running.get(host) ?? 0))
  }
  const transport: Transport = {
    send: request =>
      new Promise((resolve, reject) => {
        const { host } = request.url
        sent.push(request.url)
        for (const key of [host, 'all']) count(key, 1)
        request.signal.addEventListener('abort', () => {
          for (const key of [host, 'all']) count(key, -1)
          reject(failure('E_CANCELLED', 'Cancelled.'))
        })
        waiting.push(() => {
          for (const key of [host, 'all']) count(key, -1)
          const body = Buffer.from('{"tags":["1"]}')
          resolve({ status: 200, header: () => [], body, ...answer(request) })
        })
      }),
    close: async () => undefined,
  }
  /** Lets all go, and those that come after them, until nobody comes any more. */
  async function release(): Promise<void> {
    for (;;) {
      await settled()
      const now = waiting.splice(0)
      if (now.length === 0) return
      for (const go of now) go()
    }
  }
  return { transport, release, sent, most }
}

/** All that can happen without anybody answering has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
}

function client(transport: Transport, options: TestClientOptions = {}) {
  return testClient({ allowed: ['*'], ...options, more: { transport, ...options.more } })
}

const source = (image: string) => ({ image, insecure: false })

test('four requests at a host, two at Docker Hub, eight in all', async () => {
  const { transport, release, most, sent } = held(() => ({}))
  const registry = client(transport)
  const images = ['ghcr.io/a/', 'quay.io/a/', 'gcr.io/a/', 'acme/'].flatMap(prefix =>
    Array.from({ length: 12 }, (_, index) => `${prefix}${index}`),
  )
  const lists = Promise.all(images.map(image => registry.tags(source(image), signal)))
  await release()
  await lists
  assert.deepEqual(Object.fromEntries(most), {
    'ghcr.io': 4,
    'quay.io': 4,
    'gcr.io': 4,
    'index.docker.io': 2,
    all: 8,
  })
  assert.equal(sent.length, images.length)
})

test('a busy host holds up nobody who waits for another', async () => {
  const { transport, release, sent } = held(() => ({}))
  const registry = client(transport)
  const lists = Array.from({ length: 20 }, (_, index) => registry.tags(source(`ghcr.io/a/${index}`), signal))
  lists.push(registry.tags(source('quay.io/a/b'), signal))
  await settled()
  assert.deepEqual(
    sent.map(({ host }) => host),
    ['ghcr.io', 'ghcr.io', 'ghcr.io', 'ghcr.io', 'quay.io'],
  )
  await release()
  await Promise.all(lists)
})

test('who wants the same at the same time shares one request, and it is cancelled when the last has gone', async () => {
  const { transport, release, sent } = held(() => ({}))
  const registry = client(transport)
  const one = new AbortController()
  const two = new AbortController()
  const first = registry.tags(source('ghcr.io/a/b'), one.signal)
  const second = registry.tags(source('ghcr.io/a/b'), two.signal)
  await settled()
  one.abort()
  await rejects(first, 'E_CANCELLED')
  await release()
  assert.deepEqual((await second).tags, ['1'])
  assert.equal(sent.length, 1)

  const third = registry.tags(source('ghcr.io/a/c'), one.signal)
  await rejects(third, 'E_CANCELLED')
  const four = new AbortController()
  const fourth = registry.tags(source('ghcr.io/a/d'), four.signal)
  await settled()
  four.abort()
  await rejects(fourth, 'E_CANCELLED')
  const again = registry.tags(source('ghcr.io/a/d'), signal)
  await release()
  assert.deepEqual((await again).tags, ['1'])
})

test('a host that asked to be left alone gets no request until then', async () => {
  let limited = true
  const { transport, release, sent } = held(() =>
    limited ? { status: 429, header: name => (name === 'retry-after' ? ['3600'] : []) } : {},
  )
  const registry = client(transport)
  const first = registry.tags(source('ghcr.io/a/b'), signal)
  await Promise.all([release(), rejects(first, 'E_RATE_LIMITED', /until 01:00:00 UTC/)])
  limited = false
  for (const name of ['c', 'd', 'e'])
    await rejects(registry.tags(source(`ghcr.io/a/${name}`), signal), 'E_RATE_LIMITED')
  assert.equal(sent.length, 1)
  registry.pass(3_600_001)
  const later = registry.tags(source('ghcr.io/a/c'), signal)
  await release()
  assert.deepEqual((await later).tags, ['1'])
})

test('a list is kept, and given to who says how old it may be', async () => {
  const { transport, release, sent } = held(() => ({}))
  const registry = client(transport)
  const list = async (maxAge?: number) => {
    const asked = maxAge === undefined ? {} : { maxAge }
    const found = registry.tags(source('ghcr.io/a/b'), signal, asked)
    await release()
    return [(await found).listedAt, sent.length]
  }
  const [first] = await list()
  registry.pass(600_000)
  assert.deepEqual(await list(600_001), [first, 1])
  assert.deepEqual(await list(600_000), [(first ?? 0) + 600_000, 2])
  assert.equal((await list(0))[1], 3)
  assert.equal((await list())[1], 4)
})

test('nor is what was not found asked for again, for five minutes', async () => {
  const { transport, release, sent } = held(() => ({ status: 404 }))
  const registry = client(transport)
  const list = async (maxAge?: number) => {
    const asked = maxAge === undefined ? {} : { maxAge }
    const found = registry.tags(source('ghcr.io/a/b'), signal, asked)
    await Promise.all([release(), rejects(found, 'E_NOT_FOUND')])
    return sent.length
  }
  assert.equal(await list(600_000), 1)
  assert.equal(await list(600_000), 1)
  assert.equal(await list(), 2)
  registry.pass(300_001)
  assert.equal(await list(600_000), 3)
})

test('an old list is given while the registry is away, if that will do, and says so', async () => {
  let status = 200
  const { transport, release } = held(() => ({ status }))
  const registry = client(transport)
  const list = async (allowStale: boolean) => {
    const found = registry.tags(source('ghcr.io/a/b'), signal, { allowStale })
    found.catch(() => undefined)
    await release()
    return found
  }
  const { listedAt } = await list(false)
  registry.pass(3_600_000)
  status = 500
  await rejects(list(false), 'E_STATUS')
  const old = await list(true)
  assert.deepEqual([old.tags, old.listedAt, old.stale?.code], [['1'], listedAt, 'E_STATUS'])
  status = 404
  await rejects(list(true), 'E_NOT_FOUND')
})

test('plain HTTP that one image allows is nothing to another one of that host', async () => {
  const answers = (url: URL) => (url.protocol === 'http:' ? {} : undefined)
  const sent: string[] = []
  const transport: Transport = {
    async send({ url }) {
      sent.push(url.protocol)
      if (answers(url) === undefined) throw failure('E_TIMEOUT', 'late')
      return { status: 200, header: () => [], body: Buffer.from('{"tags":["1"]}') }
    },
    close: async () => undefined,
  }
  const registry = client(transport)
  const list = (image: string, insecure: boolean) =>
    registry.tags({ image, insecure }, signal, { maxAge: 600_000 })
  await list('registry.corp/a/b', true)
  assert.deepEqual(sent, ['https:', 'http:'])
  await rejects(list('registry.corp/a/c', false), 'E_TIMEOUT')
  await rejects(list('registry.corp/a/b', false), 'E_TIMEOUT')
  await list('registry.corp/a/c', true)
  assert.deepEqual(sent.slice(2), ['https:', 'https:', 'https:', 'http:'])
})

test('a host that is being found out is asked by one alone, until then', async () => {
  const { transport, release, sent } = held(({ url }) => ({ status: url.protocol === 'https:' ? 200 : 500 }))
  const registry = client(transport)
  const lists = Array.from({ length: 9 }, (_, index) =>
    registry.tags(source(`127.0.0.1:5000/a/b${index}`), signal),
  )
  await settled()
  assert.equal(sent.length, 1)
  await release()
  assert.equal((await Promise.all(lists)).length, 9)
})

test('progress is told page by page, to all who wait', async () => {
  const { transport, release } = held(({ url }) => {
    const page = Number(url.searchParams.get('page') ?? 1)
    const next = page < 3 ? [`<?page=${page + 1}>; rel="next"`] : []
    return { body: Buffer.from(`{"tags":["${page}"]}`), header: name => (name === 'link' ? next : []) }
  })
  const registry = client(transport)
  const seen: number[] = []
  const onProgress = ({ tags }: { tags: number }) => seen.push(tags)
  const lists = [1, 2].map(() => registry.tags(source('ghcr.io/a/b'), signal, { onProgress }))
  await release()
  await Promise.all(lists)
  assert.deepEqual(seen, [1, 1, 2, 2, 3, 3])
})
