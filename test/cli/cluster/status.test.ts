import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { warning } from '../../flux/cluster/events.ts'
import { held, notReady } from '../../flux/cluster/reading.ts'
import { ended, written } from '../../io/credentials/processes.ts'
import { standIns } from '../../io/credentials/stand-in.ts'
import {
  type FakeApiServer,
  fakeApiServer,
  kubeconfigText,
  kubeHome,
} from '../../io/kubectl/fake-api-server.ts'
import { kubectls, noKubectl } from '../../io/kubectl/kubectls.ts'
import { fluxmarkWith, type Run } from '../fluxmark.ts'

const files = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/a/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: api, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.0.x}}}
`
const main = join(import.meta.dirname, '../../../../dist/main.js')
const now = Date.now()
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
const spec = (range: string) => ({ imageRepositoryRef: { name: 'web' }, policy: { semver: { range } } })
const latestRef = (tag: string) => ({ latestRef: { name: 'ghcr.io/a/web', tag } })
const objects = [
  held('ImageRepository', 'web', {
    spec: { image: 'ghcr.io/a/web', interval: '5m' },
    status: {
      canonicalImageName: 'ghcr.io/a/web',
      lastScanResult: { tagCount: 2, scanTime: ago(4) },
      ...notReady('ReadOperationFailed', 'scan failed: UNAUTHORIZED | authentication required'),
    },
  }),
  held('ImagePolicy', 'web', { spec: spec('1.x'), status: latestRef('1.0.0') }),
  held('ImagePolicy', 'api', { spec: spec('1.0.x'), status: latestRef('1.0.0') }),
]

/** A repository, a tags file, and how `status` runs in it. */
function place(t: TestContext, env: Readonly<Record<string, string>>, home: string) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-status-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const root = join(folder, 'fleet')
  mkdirSync(root)
  writeFileSync(join(root, 'images.yaml'), files)
  const tags = join(folder, 'tags.json')
  writeFileSync(tags, JSON.stringify({ 'ghcr.io/a/web': ['1.0.0', '1.1.0'] }))
  const run = (...args: readonly string[]): Promise<Run> =>
    fluxmarkWith(env, root, home, 'status', ...args, '--tags', tags)
  return { root, run }
}

async function real(t: TestContext): Promise<ReturnType<typeof place> & { readonly server: FakeApiServer }> {
  const server = await fakeApiServer(objects)
  t.after(() => server.close())
  const { home } = kubeHome(t, { prod: server.url, dev: 'http://127.0.0.1:9' })
  return { server, ...place(t, { PATH: `${kubectls()[0]?.folder}:/usr/bin:/bin` }, home) }
}

test('the three formats, with a real kubectl', { skip: noKubectl }, async t => {
  const { run, server } = await real(t)
  const { code, out, err } = await run('--context', 'prod', '--format', 'json')
  assert.equal(code, 0, err)
  const rows = JSON.parse(out)
  assert.deepEqual(
    rows.map((row: Record<string, unknown>) => [row.kind, row.name, row.ready, row.agrees]),
    [
      ['ImagePolicy', 'apps:api', true, true],
      ['ImagePolicy', 'apps:web', true, false],
      ['ImageRepository', 'apps:web', false, false],
      ['Deployment', 'flux-system:image-reflector-controller', null, false],
      ['Deployment', 'flux-system:image-automation-controller', null, false],
    ],
  )
  const [api, web, repository] = rows
  assert.deepEqual(Object.keys(api), ['kind', 'name', 'ready', 'message', 'cluster', 'files', 'agrees'])
  assert.deepEqual(web.cluster.latestRef, { name: 'ghcr.io/a/web', tag: '1.0.0' })
  assert.deepEqual(web.files.latestRef, { name: 'ghcr.io/a/web', tag: '1.1.0' })
  assert.match(
    web.why,
    /^differs: The cluster has 1\.0\.0, here it is 1\.1\.0: ImageRepository apps:web is not ready/,
  )
  assert.match(repository.why, /The registry refuses to list the tags for this login\. Check spec\.secretRef/)
  assert.equal(repository.message, 'scan failed: UNAUTHORIZED | authentication required')

  const text = await run('--context', 'prod')
  assert.equal(text.code, 0)
  assert.match(
    text.out,
    new RegExp(`^prod \\(${server.url}\\)\n\nKIND +NAME +VERDICT +READY +CLUSTER +WHY\n`),
  )
  assert.match(text.out, /^ImagePolicy +apps:api +agrees +yes +1\.0\.0$/m)
  assert.match(text.out, /^ImagePolicy +apps:web +differs +yes +1\.0\.0 +The cluster has 1\.0\.0/m)
  assert.match(text.out, /5 objects: 1 agrees, 2 differ, 2 absent\n$/)

  const markdown = await run('--context', 'prod', '--format', 'markdown')
  assert.match(markdown.out, /^\| ImagePolicy \| `apps:api` \| agrees \| yes \| `1\.0\.0` \| {1,2}\|$/m)
  assert.match(markdown.out, /UNAUTHORIZED \\\| authentication/)
})

test('what the cluster has warned of in the last hour stands beside, and nobody has to be allowed to list it', {
  skip: noKubectl,
}, async t => {
  const { run, server } = await real(t)
  const events = server.held.get('v1/events')
  const warned = { reason: 'Denied', message: 'a | b ::error::\u001b[31m', count: 3 }
  events?.push({ ...warning('ImagePolicy', 'web', warned), lastTimestamp: ago(2) })
  const { code, out } = await run('--context', 'prod', '--format', 'json')
  assert.equal(code, 0)
  const [, web] = JSON.parse(out)
  assert.deepEqual(web.cluster.warnings, [{ ...warned, last: ago(2) }])
  server.behaviours.set('/api/v1/events', { status: 403, reason: 'Forbidden' })
  server.behaviours.set('/api/v1/namespaces/apps/events', { status: 403, reason: 'Forbidden' })
  const denied = await run('--context', 'prod')
  assert.equal(denied.code, 0)
  assert.doesNotMatch(denied.err, /E_CLUSTER/)
  assert.match(denied.out, /5 objects: .*; warnings \(Events\) may not be listed\n$/)
})

test('where no file says which Flux it is, the cluster does: it decides what is selected', {
  skip: noKubectl,
}, async t => {
  const { run, server } = await real(t)
  server.held.get('apps/v1/deployments')?.push(
    held('Deployment', 'image-reflector-controller', {
      namespace: 'flux-system',
      labels: { 'control-plane': 'controller', 'app.kubernetes.io/version': 'v2.6.4' },
      spec: {
        template: {
          spec: {
            containers: [
              {
                image: 'ghcr.io/fluxcd/image-reflector-controller:v0.35.2',
                args: ['--no-cross-namespace-refs'],
              },
            ],
          },
        },
      },
      status: { readyReplicas: 1 },
    }),
  )
  const { out } = await run('--context', 'prod')
  assert.match(out, /^prod \(http:.*\), Flux 2\.6\n/)
  assert.match(
    out,
    /agrees +yes +1 ready +The files do not say which Flux it is: they are read as Flux 2\.6, from the cluster\. It runs with --no-cross-namespace-refs\./,
  )
})

test('a cluster that cannot be read: exit 3, and the JSON all the same', { skip: noKubectl }, async t => {
  const { run, server } = await real(t)
  const away = await run('--context', 'dev', '--format', 'json')
  assert.equal(away.code, 3)
  assert.match(
    away.err,
    /cannot be read from dev \(http:\/\/127\.0\.0\.1:9\): the server cannot be reached.*\(E_CLUSTER_NET\)\n$/,
  )
  const rows = JSON.parse(away.out)
  assert.equal(rows.length, 3)
  for (const { cluster, agrees, why } of rows) {
    assert.deepEqual([cluster, agrees], [null, null])
    assert.match(why, /^unknown: .*cannot be reached/)
  }
  const text = await run('--context', 'dev')
  assert.deepEqual([text.code, text.out], [3, ''])
  for (const where of ['', '/namespaces/apps'])
    server.behaviours.set(`/apis/image.toolkit.fluxcd.io/v1${where}/imagerepositories`, {
      status: 403,
      reason: 'Forbidden',
      message: 'User "me" cannot list resource "imagerepositories"',
    })
  const denied = await run('--context', 'prod', '--format', 'json')
  assert.equal(denied.code, 3)
  assert.match(denied.err, /this user may not list them \(403\).*\(E_CLUSTER_DENIED\)/)
  assert.equal(JSON.parse(denied.out)[1].kind, 'ImagePolicy')
})

test('without a cluster that was named nothing runs and nothing is asked', async t => {
  const { folder, program } = standIns(t)
  const mark = join(folder, 'ran')
  program('kubectl', `touch ${mark}`)
  const server = await fakeApiServer(objects)
  t.after(() => server.close())
  const { home, kubeconfig } = kubeHome(t, { prod: server.url })
  const { run } = place(t, { PATH: `${folder}:/usr/bin:/bin` }, home)
  const { code, out, err } = await run()
  assert.deepEqual([code, out], [3, ''])
  assert.equal(
    err,
    `fluxmark: No cluster was asked. It would be prod (${server.url}), with kubectl get and nothing else; --context prod agrees to that, and so does --kubeconfig FILE. (E_CLUSTER_NOT_APPROVED)\n`,
  )
  assert.deepEqual([existsSync(mark), server.asked], [false, []])
  // The stand-in is what runs once a cluster is named, and it is no cluster.
  const named = await run('--kubeconfig', kubeconfig)
  assert.equal(named.code, 3)
  assert.match(named.err, /kubectl printed no list.*\(E_CLUSTER_SHAPE\)/)
  assert.equal(existsSync(mark), true)
})

test('a kubectl of the workspace, and a kubeconfig of it with a program, are not used', async t => {
  const { folder, program } = standIns(t)
  const { home } = kubeHome(t, { prod: 'http://127.0.0.1:9' })
  const { root, run } = place(t, { PATH: `${folder}:/usr/bin:/bin` }, home)
  const log = join(folder, 'log')
  program('kubectl', `echo "$@" >> ${log}`)
  const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'login' } }
  writeFileSync(join(root, 'kubeconfig'), kubeconfigText({ prod: 'http://127.0.0.1:9' }, user))
  const refused = await run('--kubeconfig', 'kubeconfig')
  assert.equal(refused.code, 3)
  assert.match(refused.err, /is a kubeconfig inside the workspace, and it has a program for a login \(exec\)/)
  assert.match(refused.err, /Use a kubeconfig outside of it\. \(E_KUBECONFIG_PROGRAM\)/)
  assert.equal(existsSync(log), false)
  await run('--context', 'prod')
  assert.match(
    readFileSync(log, 'utf8'),
    /^--context=prod --request-timeout=20s get imagepolicies\.image\.toolkit\.fluxcd\.io --all-namespaces --output=json\n/,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} while the cluster is asked ends kubectl, and what kubectl has started`, async t => {
    const { folder, program } = standIns(t)
    const { home } = kubeHome(t, { prod: 'http://127.0.0.1:9' })
    const { root } = place(t, {}, home)
    const ids = join(folder, 'ids')
    program('kubectl', `sleep 60 & echo $$ $! > ${ids}; wait`)
    const child = spawn(process.execPath, [main, 'status', '--context', 'prod', '--offline'], {
      cwd: root,
      env: { PATH: `${folder}:/usr/bin:/bin`, HOME: home },
      stdio: 'ignore',
    })
    const exit = once(child, 'exit')
    const [kubectl = 0, sleep = 0] = await written(ids)
    child.kill(signal)
    assert.deepEqual(await exit, [null, signal])
    await ended(kubectl)
    await ended(sleep)
  })
