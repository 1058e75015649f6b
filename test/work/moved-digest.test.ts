import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Registry } from '../../server/src/ports.ts'
import { Session } from '../../server/src/session.ts'
import { planPolicyHold } from '../../server/src/work/hold.ts'

const [one, two] = ['1', '2'].map(digit => `sha256:${digit.repeat(64)}`) as [string, string]
const manifests = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
  digestReflectionPolicy: IfNotPresent
  policy:
    semver:
      range: 1.x
---
kind: A
image: ghcr.io/acme/web:1.0.0@${one} # {"$imagepolicy": "apps:web"}
`

/** The notes of a hold at the tag that is written, where the registry answers this about the tag's digest. */
async function notes(digest: Registry['digest']): Promise<readonly string[]> {
  const registry: Registry = {
    tags: async () => ({ tags: ['1.0.0', '1.1.0'], dropped: 0, pages: 1, credential: 'anonymous' }),
    digest,
    details: async () => Promise.reject(new Error('not asked')),
    trials: async () => [],
    hostToAllow: async () => undefined,
  }
  const files = {
    list: async () => [{ path: 'a.yaml', text: manifests }],
    read: async (path: string) => (path === 'a.yaml' ? manifests : undefined),
    isAbsent: async (path: string) => path !== 'a.yaml',
    edit: async () => '',
  }
  const session = new Session({ files, registry, clock: { now: () => 1 } }, { fluxVersion: 'auto' })
  const ref = { namespace: 'apps', name: 'web' }
  await session.load()
  await session.settle(() => [ref])
  const occasion = { since: '2026-11-30T12:00:00Z' }
  const plan = await planPolicyHold({ root: '/', session }, { ref, by: 'range' }, occasion)
  assert.ok('notes' in plan, JSON.stringify(plan))
  return plan.notes
}

test('a tag whose digest has moved is told when its image is held', async () => {
  const [told = ''] = (await notes(async () => two)).filter(note => /digest/.test(note))
  assert.match(
    told,
    /The digest of ghcr\.io\/acme\/web:1\.0\.0 has moved: sha256:1+ is written, the registry has sha256:2+ now/,
  )
})

test('a digest that stands as it is written is no news, and one that nobody can tell is said to be unknown', async () => {
  assert.deepEqual(
    (await notes(async () => one)).filter(note => /digest/i.test(note)),
    [],
  )
  const failing = Object.assign(new Error('no answer'), { code: 'E_TIMEOUT' })
  const [told = ''] = (await notes(() => Promise.reject(failing))).filter(note => /digest/.test(note))
  assert.match(told, /Whether the digest of ghcr\.io\/acme\/web:1\.0\.0 has moved is not known: /)
})
