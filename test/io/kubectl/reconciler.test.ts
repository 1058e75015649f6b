import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createReconciler } from '../../../server/src/io/kubectl/reconciler.ts'
import { held, notReady } from '../../flux/cluster/reading.ts'
import { type FakeApiServer, fakeApiServer, kubeHome } from './fake-api-server.ts'
import { kubectls, noKubectl } from './kubectls.ts'

const web = { kind: 'ImageRepository', namespace: 'apps', name: 'web' }
const { signal } = new AbortController()

async function tried(t: TestContext, objects: readonly object[]) {
  const server = await fakeApiServer(objects)
  t.after(() => server.close())
  const { home } = kubeHome(t, { prod: server.url })
  let now = Date.parse('2026-11-30T12:00:00Z')
  const reconciler = createReconciler({
    env: { PATH: kubectls()[0]?.folder, HOME: home },
    home,
    cwd: home,
    outside: [],
    clock: { now: () => now++ },
    pause: 1,
    patience: 5,
  })
  return {
    server,
    run: (name = web, choice: object = {}) => reconciler.reconcile(choice, name, signal),
  }
}

/** The controller handles what it is asked at once, and is ready or not then. */
function handles(server: FakeApiServer, status: object = {}): void {
  server.onPatch = object => {
    const at = object.metadata.annotations['reconcile.fluxcd.io/requestedAt']
    Object.assign(object.status, { lastHandledReconcileAt: at }, status)
  }
}

test('one annotation is set, and the outcome is waited for', { skip: noKubectl }, async t => {
  const { server, run } = await tried(t, [held('ImageRepository', 'web')])
  handles(server)
  assert.deepEqual(await run(), { state: 'handled', ready: true, message: '' })
  const changes = server.asked.filter(({ method }) => method !== 'GET')
  assert.deepEqual(
    changes.map(({ method, url }) => [method, url.replace(/\?.*/, '')]),
    [['PATCH', '/apis/image.toolkit.fluxcd.io/v1/namespaces/apps/imagerepositories/web']],
  )
  assert.deepEqual(Object.keys(JSON.parse(changes[0]?.body ?? '').metadata.annotations), [
    'reconcile.fluxcd.io/requestedAt',
  ])
  handles(server, notReady('ReadOperationFailed', 'UNAUTHORIZED'))
  assert.deepEqual(await run(), { state: 'handled', ready: false, message: 'UNAUTHORIZED' })
  server.onPatch = () => undefined
  assert.deepEqual(await run(), {
    state: 'asked',
    why: 'its controller has not answered within 0 seconds',
  })
})

test('what is suspended, absent, denied or elsewhere is not reconciled', { skip: noKubectl }, async t => {
  const { server, run } = await tried(t, [held('ImageRepository', 'web', { spec: { suspend: true } })])
  await assert.rejects(run(), { code: 'E_CLUSTER_SUSPENDED' })
  await assert.rejects(run({ ...web, name: 'other' }), { code: 'E_CLUSTER_NOT_FOUND' })
  await assert.rejects(run({ ...web, name: '--all' }), { code: 'E_CLUSTER_NOT_FOUND' })
  await assert.rejects(run({ ...web, kind: 'Secret' }), { code: 'E_CLUSTER_NOT_FOUND' })
  await assert.rejects(run(web, { context: 'prod', server: 'https://other' }), {
    code: 'E_CLUSTER_NOT_APPROVED',
    message: `No cluster was asked: the context prod leads to ${server.url} now, and what was agreed to is https://other.`,
  })
  server.behaviours.set('/apis/image.toolkit.fluxcd.io/v1/namespaces/apps', {
    status: 403,
    reason: 'Forbidden',
  })
  await assert.rejects(run(), {
    code: 'E_CLUSTER_DENIED',
    message:
      /^ImageRepository apps:web cannot be reconciled in prod \(.*\): this user may not get and patch it \(403\)/,
  })
  assert.deepEqual(
    server.asked.filter(({ method }) => method !== 'GET'),
    [],
  )
})
