import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failure } from '../server/src/flux/failure.ts'
import { latestRef } from '../server/src/flux/selection/resolve.ts'
import { diagnostics } from '../server/src/ide/diagnostics.ts'
import type { Files, TagList } from '../server/src/ports.ts'
import { Session } from '../server/src/session.ts'
import { memoryRegistry } from './registry/memory.ts'

const ref = { namespace: 'apps', name: 'web' }
const manifests = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`

function files(texts: Record<string, string>): Files & { texts: Record<string, string> } {
  return {
    texts,
    list: async () => Object.entries(texts).map(([path, text]) => ({ path, text })),
    read: async path => texts[path],
    isAbsent: async path => texts[path] === undefined,
    edit: async (path, edit) => {
      const text = edit(texts[path] ?? '')
      if (typeof text !== 'string') throw text
      texts[path] = text
      return text
    },
  }
}

const clock = { now: () => 1 }
const tag = (session: Session) => {
  const resolution = latestRef(session.snapshot, ref)
  return resolution.state === 'latest' ? resolution.ref.tag : resolution.state
}

test('settling asks for what is lacking, once, and selects', async () => {
  const registry = memoryRegistry({ 'ghcr.io/acme/web': ['1.0.0', '1.2.0', '2.0.0'] })
  const session = new Session(
    { files: files({ 'a.yaml': manifests }), registry, clock },
    { fluxVersion: 'auto' },
  )
  await session.load()
  assert.equal(tag(session), 'unknown')
  await Promise.all([session.settle(() => [ref]), session.settle(() => [ref])])
  assert.equal(tag(session), '1.2.0')
  await session.settle(() => [ref])
  assert.deepEqual(registry.asked, ['tags ghcr.io/acme/web'])
})

test('a failure is an answer; refresh asks anew and keeps what is shown meanwhile', async () => {
  const registry = memoryRegistry({
    'ghcr.io/acme/web': { code: 'E_LOGIN_NEEDED', message: 'ghcr.io needs a login' },
  })
  const session = new Session(
    { files: files({ 'a.yaml': manifests }), registry, clock },
    { fluxVersion: 'auto' },
  )
  await session.load()
  await session.settle(() => [ref])
  assert.equal(tag(session), 'failed')
  registry.set('ghcr.io/acme/web', ['1.0.0'])
  session.refresh()
  assert.equal(tag(session), 'failed')
  await session.settle(() => [ref])
  assert.equal(tag(session), '1.0.0')
})

test('with an age only lists are asked for anew that are older than their repository’s interval', async () => {
  const registry = memoryRegistry({ 'ghcr.io/acme/web': ['1.0.0'] })
  let now = 0
  const session = new Session(
    { files: files({ 'a.yaml': manifests }), registry, clock: { now: () => now } },
    { fluxVersion: 'auto' },
  )
  const minutesLater = async (minutes: number) => {
    now += minutes * 60_000
    session.refresh(60_000)
    await session.settle(() => [ref])
    return registry.asked.length
  }
  await session.load()
  await session.settle(() => [ref])
  assert.deepEqual([await minutesLater(4), await minutesLater(1)], [1, 2])
  assert.deepEqual([await minutesLater(4), await minutesLater(1)], [2, 3])
})

test('an edit made while a registry is asked survives its answer', async () => {
  const give = withResolvers<TagList>()
  const registry = { ...memoryRegistry(), tags: () => give.promise }
  const session = new Session(
    { files: files({ 'a.yaml': manifests }), registry, clock },
    { fluxVersion: 'auto' },
  )
  await session.load()
  const settled = session.settle(() => [ref])
  session.edit('a.yaml', manifests.replace('1.x', '2.x'))
  give.resolve({ tags: ['1.0.0', '2.0.0'], dropped: 0, pages: 1, credential: 'anonymous' })
  await settled
  assert.equal(tag(session), '2.0.0')
})

test('an open document wins over the disk until it is closed', async () => {
  const disk = files({ 'a.yaml': manifests })
  const session = new Session({ files: disk, clock }, { fluxVersion: 'auto' })
  await session.load()
  session.edit('a.yaml', manifests.replace('1.x', '2.x'))
  disk.texts['a.yaml'] = manifests.replace('1.x', '3.x')
  await session.reread(['a.yaml'])
  const range = () => session.snapshot.index.policies.get('apps:web')?.[0]?.resource.policy.semver?.range
  assert.equal(range(), '2.x')
  await session.load()
  assert.equal(range(), '2.x')
  await session.close('a.yaml')
  assert.equal(range(), '3.x')
})

test('a slow registry does not hold up another', async () => {
  const never = new Promise<TagList>(() => {})
  const other = manifests.replaceAll('web', 'api')
  const fast = memoryRegistry({ 'ghcr.io/acme/api': ['1.0.0'] })
  const registry = {
    ...fast,
    tags: (...args: Parameters<typeof fast.tags>) =>
      args[0].image.endsWith('web') ? never : fast.tags(...args),
  }
  const answered = withResolvers<void>()
  const session: Session = new Session(
    { files: files({ 'a.yaml': manifests, 'b.yaml': other }), registry, clock },
    { fluxVersion: 'auto' },
    () => {
      if (latestRef(session.snapshot, { namespace: 'apps', name: 'api' }).state === 'latest')
        answered.resolve()
    },
  )
  await session.load()
  void session.settle(() => [ref])
  void session.settle(() => [ref, { namespace: 'apps', name: 'api' }])
  await answered.promise
})

test('without a registry nothing is asked and nothing fails', async () => {
  const session = new Session({ files: files({ 'a.yaml': manifests }), clock }, { fluxVersion: 'auto' })
  await session.load()
  await session.settle(() => [ref])
  assert.equal(tag(session), 'unknown')
})

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let give: (value: T) => void = () => {}
  const promise = new Promise<T>(resolve => {
    give = resolve
  })
  return { promise, resolve: value => give(value) }
}

test('what a kustomization misses is looked for each time', async () => {
  const texts: Record<string, string> = {
    'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
    'a.yaml': manifests,
  }
  let changes = 0
  const session = new Session({ files: files(texts), clock }, { fluxVersion: 'auto' }, () => changes++)
  const codes = () => diagnostics(session.snapshot, 'kustomization.yaml').map(({ code }) => code)
  const settle = () => session.settle(() => [], ['kustomization.yaml'])
  await session.load()
  await session.settle(() => [])
  assert.deepEqual(codes(), [])
  await settle()
  assert.deepEqual(codes(), ['kustomization-missing-file'])
  // Nobody is told anew of what is known.
  const before = changes
  await settle()
  assert.equal(changes, before)
  texts['b.yaml'] = ''
  await settle()
  assert.deepEqual(codes(), [])
})

test('the images of policies without markers are looked for after what a file on screen needs', async () => {
  const texts = files({ 'a.yaml': manifests, 'other.yaml': 'image: ghcr.io/acme/web:1.0.0\n' })
  const asked: (readonly string[])[] = []
  const list: Files['list'] = async (tokens = []) => {
    asked.push(tokens)
    const found = await texts.list()
    return found.map(one => (one.path === 'other.yaml' && tokens.length === 0 ? { path: one.path } : one))
  }
  const session = new Session({ files: { ...texts, list }, clock }, { fluxVersion: 'auto' })
  const codes = () => diagnostics(session.snapshot, 'a.yaml').map(({ code }) => code)
  await session.load()
  await session.complete(false)
  assert.deepEqual(asked, [[]])
  assert.ok(!codes().includes('policy-no-marker'))
  await session.complete()
  assert.deepEqual(asked, [[], ['acme/web']])
  assert.ok(codes().includes('policy-no-marker'))
})

test('what nobody needs any more is given up, and not asked again; the others wait on', async () => {
  const asked: string[] = []
  const ended: string[] = []
  const hanging = memoryRegistry()
  hanging.tags = ({ image }, signal) => {
    asked.push(image)
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => {
        ended.push(image)
        reject(failure('E_CANCELLED', 'Cancelled.'))
      }),
    )
  }
  const api = { ...ref, name: 'api' }
  const texts = { 'a.yaml': manifests, 'b.yaml': manifests.replaceAll('web', 'api') }
  const session = new Session({ files: files(texts), registry: hanging, clock }, { fluxVersion: 'auto' })
  await session.load()
  const settled = session.settle(() => [ref, api])
  session.cancel(() => [api])
  await new Promise(setImmediate)
  assert.deepEqual([asked, ended], [['ghcr.io/acme/web', 'ghcr.io/acme/api'], ['ghcr.io/acme/web']])
  // Somebody wants it again before the rest has ended.
  void session.settle(() => [ref, api])
  assert.deepEqual(asked.slice(2), ['ghcr.io/acme/web'])
  session.cancel()
  await settled
  assert.deepEqual([asked.length, ended.length], [3, 3])
  assert.equal(session.snapshot.scans.size, 0)
})
