import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { fluxmark } from './fluxmark.ts'

/** What is asked once is known again without a request; what was not asked is no failure. */

const { startRegistry } = (await import(
  pathToFileURL(join(import.meta.dirname, '../../../examples/registry.mjs')).href
)) as typeof import('../../examples/registry.mjs')
let registry: Awaited<ReturnType<typeof startRegistry>>
let work: string

const manifest = (host: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ${host}/acme/web, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
  digestReflectionPolicy: IfNotPresent
  policy: {semver: {range: 1.x}}
`

before(async () => {
  registry = await startRegistry({ images: { 'acme/web': ['1.0.0', '1.1.0', '2.0.0'] } })
  work = mkdtempSync(join(tmpdir(), 'fluxmark-offline-'))
  writeFileSync(join(work, 'web.yaml'), manifest(registry.host))
})
after(async () => {
  await registry.close()
  rmSync(work, { recursive: true, force: true })
})

const json = async (...args: readonly string[]) => {
  const { code, out, err } = await fluxmark(work, work, ...args, '--format', 'json')
  return { code, answer: JSON.parse(out), err }
}

test('a scan holds the digests that policies ask for, and --tags tells them again', async () => {
  const file = join(work, 'tags.json')
  const { code } = await fluxmark(work, work, 'scan', '-o', file, '--insecure-host', registry.host)
  assert.equal(code, 0)
  const entry = JSON.parse(readFileSync(file, 'utf8')).images[`${registry.host}/acme/web`]
  assert.deepEqual(Object.keys(entry.digests), ['1.1.0'])
  assert.match(entry.digests['1.1.0'], /^sha256:[0-9a-f]{64}$/)

  const { requests } = registry
  const policies = await json('policies', '--tags', file)
  assert.deepEqual(policies.answer[0].latest, {
    name: `${registry.host}/acme/web`,
    tag: '1.1.0',
    digest: entry.digests['1.1.0'],
  })
  const tags = await json('tags', `${registry.host}/acme/web`, '--tags', file)
  assert.deepEqual([tags.code, tags.answer.tags], [0, ['2.0.0', '1.1.0', '1.0.0']])
  const again = await json('scan', '--tags', file)
  assert.deepEqual([again.code, again.answer.images[`${registry.host}/acme/web`]], [0, entry])
  assert.equal(registry.requests, requests)
})

test('offline nothing is asked, and the want of an answer is no failure', async () => {
  const { requests } = registry
  for (const args of [['scan'], ['tags', `${registry.host}/acme/web`], ['policies'], ['check'], ['update']]) {
    const { code } = await json(...args, '--offline')
    assert.equal(code, 0, args.join(' '))
  }
  const { answer } = await json('tags', `${registry.host}/acme/web`, '--offline')
  assert.equal(answer.error.code, 'E_OFFLINE')
  assert.equal(registry.requests, requests)
})

test('check says which policy failed, and why', async () => {
  writeFileSync(join(work, 'deploy.yaml'), 'image: x:1 # {"$imagepolicy": "apps:web"}\n')
  const { code, err } = await json('check')
  assert.equal(code, 3)
  assert.match(err, /apps:web: .*--allow-host.*E_HOST_NOT_APPROVED/)
})

test('--verbose says on standard error what was read and what each registry answered; without it nothing is said', async () => {
  const loud = await json('policies', '--verbose', '--insecure-host', registry.host)
  assert.equal(loud.code, 0)
  assert.match(loud.err, /: 2 files that may matter, read in \d+ ms; Flux version the newest/)
  assert.match(loud.err, /tags of \S+\/acme\/web: 3 tags in 1 page, login: \S+, \d+ ms\n/)
  assert.match(loud.err, /digest of \S+\/acme\/web:1\.1\.0: sha256:[0-9a-f]{64}, \d+ ms\n/)
  const refused = await fluxmark(work, work, 'tags', `${registry.host}/acme/none`, '--verbose', '--insecure')
  assert.match(refused.err, /tags of \S+\/acme\/none: .*\(E_NOT_FOUND\), \d+ ms\n/)
  assert.equal((await json('policies', '--insecure-host', registry.host)).err, '')
})

test('--default-namespace is the namespace of what names none', async () => {
  const file = join(work, 'none/web.yaml')
  mkdirSync(join(work, 'none'))
  writeFileSync(file, manifest(registry.host).replaceAll(', namespace: apps', ''))
  const { answer } = await json('policies', 'none', '--offline', '--default-namespace', 'shop')
  assert.equal(answer[0].policy, 'shop:web')
  rmSync(join(work, 'none'), { recursive: true })
})
