import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type { ClusterReading } from '../../../server/src/flux/cluster/cluster-reading.ts'
import { createClusterReader } from '../../../server/src/io/kubectl/cluster-reader.ts'
import { standIns } from '../credentials/stand-in.ts'
import { rejects } from '../registry/contract.ts'
import {
  type Behaviour,
  type FakeApiServer,
  fakeApiServer,
  kubeconfigText,
  kubeHome,
} from './fake-api-server.ts'
import { kubectls, noKubectl } from './kubectls.ts'

const { signal } = new AbortController()
const object = (kind: string, name: string, more: object = {}) => ({
  apiVersion: 'image.toolkit.fluxcd.io/v1',
  kind,
  metadata: { name, namespace: 'apps', generation: 2 },
  ...more,
})
const policy = object('ImagePolicy', 'web', {
  status: { latestRef: { name: 'ghcr.io/a/web', tag: '1.0.0' } },
})

interface Tried {
  readonly server: FakeApiServer
  readonly read: (namespaces?: readonly string[]) => Promise<ClusterReading>
}

async function tried(t: TestContext, folder: string, objects: readonly object[] = [policy]): Promise<Tried> {
  const server = await fakeApiServer(objects)
  t.after(() => server.close())
  const { home, kubeconfig } = kubeHome(t, { prod: server.url })
  const reader = createClusterReader({
    env: { PATH: folder, HOME: home },
    home,
    cwd: home,
    outside: ['/nowhere'],
    clock: { now: () => 7 },
    requestTimeout: 1000,
  })
  return { server, read: (namespaces = []) => reader.read({ kubeconfig }, namespaces, signal) }
}

const failing = (status: number, reason: string, message = ''): Behaviour => ({ status, reason, message })

for (const { name, folder } of kubectls())
  describe(`kubectl ${name}`, () => {
    test('lists what is there, and asks for nothing else', async t => {
      const { server, read } = await tried(t, folder, [policy, object('ImageRepository', 'web')])
      const { context, server: address, at, lists } = await read()
      assert.deepEqual([context, address, at], ['prod', server.url, 7])
      const list = lists.get('ImagePolicy')
      assert(list?.state === 'listed')
      assert.deepEqual(
        list.objects.map(one => [one.namespace, one.name, one.generation]),
        [['apps', 'web', 2]],
      )
      assert.equal(lists.size, 10)
      const [events] = server.asked.filter(({ url }) => url.startsWith('/api/v1/events'))
      const selected = new URL(events?.url ?? '', address).searchParams.get('fieldSelector')
      assert.deepEqual(selected?.split(',').sort(), ['involvedObject.kind!=Pod', 'type=Warning'])
      for (const { method, url } of server.asked) {
        assert.equal(method, 'GET')
        assert.doesNotMatch(url, /secret/i)
      }
    })

    test('a kind that is not served is absent, and so is one that is discovered and gone', async t => {
      const { server, read } = await tried(t, folder)
      server.held.delete('image.toolkit.fluxcd.io/v1/imageupdateautomations')
      server.held.delete('notification.toolkit.fluxcd.io/v1beta3/alerts')
      server.held.delete('notification.toolkit.fluxcd.io/v1beta3/providers')
      server.behaviours.set(
        '/apis/source.toolkit.fluxcd.io/v1/gitrepositories',
        failing(404, 'NotFound', 'the server could not find the requested resource'),
      )
      const { lists } = await read()
      const absent = [...lists].filter(([, { state }]) => state === 'absent').map(([kind]) => kind)
      assert.deepEqual(absent.sort(), ['Alert', 'GitRepository', 'ImageUpdateAutomation', 'Provider'])
      assert.equal(lists.get('ImagePolicy')?.state, 'listed')
    })

    for (const [code, behaviour, words] of [
      ['E_CLUSTER_LOGIN', failing(401, 'Unauthorized'), /does not take the login \(401\)\. Log in again/],
      ['E_CLUSTER_TIMEOUT', { hang: true }, /gave no answer.*Check the connection/],
    ] as const)
      test(`${code} for all stops the reading`, async t => {
        const { server, read } = await tried(t, folder)
        server.behaviours.set('/api', behaviour)
        await rejects(read(), code, words)
      })

    test('what fails for one kind leaves the others', async t => {
      const { server, read } = await tried(t, folder)
      const image = '/apis/image.toolkit.fluxcd.io/v1'
      for (const [path, behaviour] of [
        // A list that went away amid its pages is asked for in one.
        [`${image}/imagepolicies?limit=500`, failing(410, 'Expired', 'The continue parameter is too old')],
        [`${image}/imagerepositories`, failing(403, 'Forbidden', 'User "me" cannot list')],
        [`${image}/imageupdateautomations`, failing(429, 'TooManyRequests', 'too many requests')],
        [
          '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
          failing(500, 'InternalError', 'etcd is away'),
        ],
        ['/apis/source.toolkit.fluxcd.io/v1/gitrepositories', { hang: true }],
        ['/api/v1/events', failing(403, 'Forbidden', 'User "me" cannot list')],
        ['/apis/apps/v1/deployments', { body: '<html>' }],
        ['/apis/notification.toolkit.fluxcd.io/v1beta3/alerts', { body: '{"kind":"AlertList","items":' }],
      ] as const)
        server.behaviours.set(path, behaviour)
      const { lists } = await read()
      const found = [...lists].map(([kind, list]) => [
        kind,
        list.state === 'failed' ? list.failure.code : list.state,
      ])
      assert.deepEqual(Object.fromEntries(found), {
        ImagePolicy: 'listed',
        ImageRepository: 'E_CLUSTER_DENIED',
        ImageUpdateAutomation: 'E_CLUSTER_BUSY',
        Kustomization: 'E_CLUSTER_STATUS',
        GitRepository: 'E_CLUSTER_TIMEOUT',
        Deployment: 'E_CLUSTER_SHAPE',
        Alert: 'E_CLUSTER_SHAPE',
        Provider: 'listed',
        ResourceSetInputProvider: 'listed',
        Event: 'E_CLUSTER_DENIED',
      })
      for (const list of lists.values())
        if (list.state === 'failed') assert.match(list.failure.message, /cannot be read from prod \(http:/)
    })

    test('who may not list the whole cluster lists the namespaces of the files', async t => {
      const { server, read } = await tried(t, folder)
      server.behaviours.set('/apis/image.toolkit.fluxcd.io/v1/imagepolicies', failing(403, 'Forbidden'))
      const { lists } = await read(['apps', 'other'])
      const list = lists.get('ImagePolicy')
      assert(list?.state === 'listed')
      assert.deepEqual(list.namespaces, ['apps', 'other'])
      assert.equal(list.objects.length, 1)
    })

    test('a server that is away', async t => {
      const { server, read } = await tried(t, folder)
      await server.close()
      await rejects(read(), 'E_CLUSTER_NET', /cannot be reached.*Check that the cluster runs/)
    })

    test('a program of the workspace is refused with the reason, and not run', async t => {
      const server = await fakeApiServer()
      t.after(() => server.close())
      const { folder: workspace, program } = standIns(t)
      const mark = join(workspace, 'ran')
      program('fluxmark-login', `touch ${mark}`)
      const exec = (command: string) => ({
        exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command, interactiveMode: 'Never' },
      })
      const read = (user: object, at: string, path = folder) => {
        const { home, kubeconfig } = kubeHome(t, { prod: server.url }, user)
        const own = at === 'outside' ? kubeconfig : join(workspace, at)
        if (at !== 'outside') writeFileSync(own, kubeconfigText({ prod: server.url }, user))
        const env = { PATH: path, HOME: home }
        const reader = createClusterReader({
          env,
          home,
          cwd: home,
          outside: [realpathSync(workspace)],
          clock: { now: () => 0 },
        })
        return reader.read({ kubeconfig: own }, [], signal)
      }
      const inside = /inside the workspace/
      await rejects(read(exec('gke-login'), 'kubeconfig'), 'E_KUBECONFIG_PROGRAM', inside)
      await rejects(read({ tokenFile: '/etc/passwd' }, 'kubeconfig'), 'E_KUBECONFIG_PROGRAM', inside)
      await rejects(read(exec(join(workspace, 'fluxmark-login')), 'outside'), 'E_KUBECONFIG_PROGRAM', inside)
      await rejects(
        read(exec('fluxmark-login'), 'outside', `${workspace}:${folder}`),
        'E_KUBECONFIG_PROGRAM',
        /taken from PATH alone/,
      )
      mkdirSync(join(workspace, 'bin'))
      symlinkSync(join(workspace, 'fluxmark-login'), join(workspace, 'bin', 'fluxmark-login'))
      await rejects(
        read(exec('fluxmark-login'), 'outside', `${workspace}/bin:${folder}`),
        'E_KUBECONFIG_PROGRAM',
        inside,
      )
      assert.deepEqual(server.asked, [])
    })

    test('a context that is not there names those that are', async t => {
      const { home, kubeconfig } = kubeHome(t, { prod: 'http://127.0.0.1:1', dev: 'http://127.0.0.1:2' })
      const reader = createClusterReader({
        env: { PATH: folder, HOME: home },
        home,
        cwd: home,
        outside: [],
        clock: { now: () => 0 },
      })
      await rejects(
        reader.read({ kubeconfig, context: 'stage' }, [], signal),
        'E_KUBECONFIG',
        /no context stage.*prod, dev/,
      )
      assert.deepEqual(await reader.target({}), { context: 'prod', server: 'http://127.0.0.1:1' })
      assert.deepEqual(await reader.target({ context: 'dev' }), {
        context: 'dev',
        server: 'http://127.0.0.1:2',
      })
    })
  })

test('with a real kubectl', { skip: noKubectl }, () => {
  assert(kubectls().length > 0)
})

test('without kubectl it says so', async t => {
  const { home } = kubeHome(t, { prod: 'http://127.0.0.1:1' })
  const env = { PATH: home, HOME: home }
  const reader = createClusterReader({ env, home, cwd: home, outside: [], clock: { now: () => 0 } })
  await rejects(reader.read({}, [], signal), 'E_KUBECTL_MISSING', /not on PATH/)
})

test('kubectl gets no kubeconfig that was not looked at', async t => {
  const { folder, program, file } = standIns(t)
  const { home, kubeconfig } = kubeHome(t, { prod: 'http://127.0.0.1:1' })
  const log = join(folder, 'log')
  program('kubectl', `echo "$KUBECONFIG" > ${log}`)
  // Too large to be read here, not for kubectl.
  const large = file('large', `#${'x'.repeat(5 << 20)}\n${kubeconfigText({ prod: 'http://127.0.0.1:2' })}`)
  const reader = createClusterReader({
    env: { PATH: `${folder}:/usr/bin:/bin`, HOME: home, KUBECONFIG: `${large}:${kubeconfig}` },
    home,
    cwd: home,
    outside: [],
    clock: { now: () => 0 },
  })
  await reader.read({}, [], signal)
  assert.equal(readFileSync(log, 'utf8'), `${kubeconfig}\n`)
})
