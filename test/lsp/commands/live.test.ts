import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type {
  ClustersAnswer,
  FluxCommandsAnswer,
  LiveAnswer,
  PlaygroundAnswer,
  ReconcileAnswer,
  UpdateRow,
  UpdatesAnswer,
} from '../../../server/src/lsp/protocol.ts'
import { held } from '../../flux/cluster/reading.ts'
import { ended, written } from '../../io/credentials/processes.ts'
import { standIns } from '../../io/credentials/stand-in.ts'
import { kubeHome } from '../../io/kubectl/fake-api-server.ts'
import { openMarker } from '../open-marker.ts'

/** A live cluster beside the files, as any client may ask for one, with a stand-in for kubectl. */

const prod = { context: 'prod', server: 'https://prod.example' }
const policy = held('ImagePolicy', 'web', {
  spec: { imageRepositoryRef: { name: 'web' }, policy: { semver: { range: '2.x' } } },
  status: { latestRef: { name: 'ghcr.io/acme/web', tag: '2.0.0' } },
})
const extra = held('ImagePolicy', 'extra', {
  status: { latestRef: { name: 'ghcr.io/acme/extra', tag: '7' } },
})

/** What the tool for assistants answers. */
interface StatusAnswer {
  readonly objects?: readonly {
    readonly name: string
    readonly cluster: object | null
    readonly agrees: boolean | null
  }[]
  readonly error?: { readonly code: string; readonly cause: string }
}

const statusOfProd = { name: 'cluster_status', input: { context: 'prod' } }

async function opened(t: TestContext, options: Partial<Parameters<typeof openMarker>[2]> = {}) {
  const { folder: programs, program } = standIns(t)
  const { home } = kubeHome(t, { prod: prod.server, dev: 'https://dev.example' })
  const place = (name: string) => join(programs, name)
  mkdirSync(place('lists'))
  const list = (name: string, items: readonly object[]) =>
    writeFileSync(place(`lists/${name}`), JSON.stringify({ kind: 'List', items }))
  list('imagepolicies', [policy, extra])
  program(
    'kubectl',
    `echo "$@" >> ${place('log')}
shift 2
name=\${2%%.*}
if [ -e ${place('away')} ]; then echo 'Unable to connect to the server: dial tcp: connection refused' >&2; exit 1; fi
if [ -e ${place('slow')} ]; then sleep 60 & echo $$ $! > ${place('ids')}; wait; fi
case $1 in
  get) if [ -e ${place('lists')}/$name ]; then cat ${place('lists')}/$name; else echo '{"items":[]}'; fi ;;
esac`,
  )
  const env = { PATH: `${programs}:/usr/bin:/bin`, HOME: home }
  const marker = await openMarker(t, 'ghcr.io/acme/web', { env, ...options })
  return {
    ...marker,
    list,
    touch: (name: string) => writeFileSync(place(name), ''),
    ids: () => written(place('ids')),
    log: () => (existsSync(place('log')) ? readFileSync(place('log'), 'utf8') : ''),
    live: (target: object = prod) => marker.command<LiveAnswer>('fluxmark.liveState', target),
    /** The tool for assistants, about the context prod. */
    status: (agreed: object = {}) =>
      marker.command<StatusAnswer>('fluxmark.callTool', { ...statusOfProd, ...agreed }),
    rows: async () => (await marker.command<UpdatesAnswer>('fluxmark.updates', {})).rows,
  }
}

const codesOf = ({ failures }: LiveAnswer) => failures.map(({ code }) => code)
const clusterOf = (rows: readonly UpdateRow[]) => rows.find(({ kind }) => kind === 'cluster')

test('nothing runs without trust, without consent, where no request may leave, nor at another server', async t => {
  const untrusted = await opened(t, { trusted: false })
  assert.deepEqual(codesOf(await untrusted.live()), ['E_CLUSTER_NOT_APPROVED'])
  const { clusters, failure } = await untrusted.command<ClustersAnswer>('fluxmark.clusters', {})
  assert.deepEqual([clusters, failure?.code], [[], 'E_CLUSTER_NOT_APPROVED'])
  assert.equal((await untrusted.status(prod)).error?.code, 'E_CLUSTER_NOT_APPROVED')
  assert.equal(untrusted.log(), '')

  const offline = await opened(t, { settings: { fluxmark: { network: { enabled: false } } } })
  assert.deepEqual(codesOf(await offline.live()), ['E_OFFLINE'])
  assert.equal((await offline.status(prod)).error?.code, 'E_OFFLINE')
  assert.equal(offline.log(), '')

  const trusted = await opened(t)
  assert.deepEqual((await trusted.command<ClustersAnswer>('fluxmark.clusters', {})).clusters, [
    prod,
    { context: 'dev', server: 'https://dev.example' },
  ])
  assert.equal(clusterOf(await trusted.rows()), undefined)
  assert.deepEqual(codesOf(await trusted.live({ context: 'prod' })), ['E_CLUSTER_NOT_APPROVED'])
  const elsewhere = await trusted.live({ ...prod, server: 'https://other.example' })
  assert.match(elsewhere.failures[0]?.message ?? '', /leads to https:\/\/prod\.example now/)
  assert.equal(clusterOf(await trusted.rows()), undefined)
  assert.equal(trusted.log(), '')
})

test('rows beside the files in the words of status; they stay while the server is away, and go when the user ends it', async t => {
  const { live, rows, touch, log, command } = await opened(t)
  const answer = await live()
  assert.deepEqual(
    answer.rows.slice(0, 2).map(({ kind, name, agrees }) => [kind, name, agrees]),
    [
      ['ImagePolicy', 'apps:extra', null],
      ['ImagePolicy', 'apps:web', false],
    ],
  )
  const said = answer.rows[1]?.why?.replace(/^differs: /, '') ?? ''
  assert.match(said, /^spec\.policy\.semver\.range is "2\.x" in the cluster/)
  const cluster = clusterOf(await rows())
  assert.equal(cluster?.label, 'Cluster prod')
  assert.match(cluster.description, /^https:\/\/prod\.example · .*1 differs/)
  const [first] = cluster.children
  assert.deepEqual(
    [first?.object, first?.verdict],
    [{ kind: 'ImagePolicy', name: 'apps:web', context: 'prod' }, 'differs'],
  )
  assert.equal(first?.description, `ImagePolicy · differs · 2.0.0 · ${said}`)
  assert.match(first.uri ?? '', /web\.yaml$/)
  const shown = JSON.stringify(await rows())
  assert.match(shown, /"description":"[^"]*cluster differs"/)
  assert.match(shown, /ImagePolicy · only in the cluster · 7 · No file here gives it/)
  for (const line of log().trim().split('\n'))
    assert.match(line, /^--context=prod --request-timeout=20s get [a-z.]+ --all-namespaces /)

  touch('away')
  assert.deepEqual(codesOf(await live()), ['E_CLUSTER_NET'])
  const away = clusterOf(await rows())
  assert.match(away?.description ?? '', /cannot be read now/)
  assert.deepEqual(away?.children, cluster.children)

  await command('fluxmark.endLiveState', {})
  assert.equal(clusterOf(await rows()), undefined)
})

test('two clusters at once, each for its folder; one without a folder takes the place of both', async t => {
  const { live, rows, log, command } = await opened(t)
  const dev = { context: 'dev', server: 'https://dev.example' }
  const both = await Promise.all([live({ ...prod, folders: ['nowhere'] }), live({ ...dev, folders: ['./'] })])
  // Files of other folders are none of the first; what no file gives is said of each.
  assert.deepEqual(
    both.map(one => one.rows.filter(({ kind }) => kind === 'ImagePolicy').map(({ name }) => name)),
    [['apps:extra'], ['apps:extra', 'apps:web']],
  )
  const clusters = (await rows()).filter(({ kind }) => kind === 'cluster')
  assert.deepEqual(
    clusters.map(({ label, description }) => [label, description.split(' · ')[0]]),
    [
      ['Cluster prod', 'for nowhere'],
      ['Cluster dev', 'for ./'],
    ],
  )
  assert.match(JSON.stringify(await rows()), /"description":"[^"]*dev: cluster differs"/)
  assert.match(log(), /^--context=prod .*\n(?:.*\n)*--context=dev /m)
  await live()
  assert.deepEqual(
    (await rows()).filter(({ kind }) => kind === 'cluster').map(({ label }) => label),
    ['Cluster prod'],
  )
  await command('fluxmark.endLiveState', {})
  assert.equal(clusterOf(await rows()), undefined)
})

test('a kubeconfig besides the user’s own: its contexts come first, and it is what kubectl gets; by its absolute path alone', async t => {
  const { live, log, command } = await opened(t)
  const { kubeconfig } = kubeHome(t, { team: 'https://team.example', prod: prod.server })
  const team = { context: 'team', server: 'https://team.example', kubeconfig }
  const { clusters } = await command<ClustersAnswer>('fluxmark.clusters', { kubeconfig })
  assert.deepEqual(clusters, [team, prod, { context: 'dev', server: 'https://dev.example' }])
  const missing = await command<ClustersAnswer>('fluxmark.clusters', { kubeconfig: '/nowhere/config' })
  assert.equal(missing.clusters.length, 2)
  assert.deepEqual(codesOf(await live({ ...team, kubeconfig: 'config' })), ['E_KUBECONFIG'])
  assert.equal(log(), '')
  await live(team)
  assert(log().startsWith(`--kubeconfig=${kubeconfig} --context=team `))
})

test('while a cluster is shown the version of Flux that it runs counts, where no file tells it', async t => {
  const { list, live, command } = await opened(t)
  const flux = async () =>
    (await command<PlaygroundAnswer>('fluxmark.playground', { policy: 'apps:web' })).fluxVersion
  const containers = [{ image: 'ghcr.io/fluxcd/image-reflector-controller:v0.35.2' }]
  list('deployments', [
    held('Deployment', 'image-reflector-controller', { spec: { template: { spec: { containers } } } }),
  ])
  assert.equal(await flux(), '2.9')
  await live()
  assert.equal(await flux(), '2.6')
  await command('fluxmark.endLiveState', {})
  assert.equal(await flux(), '2.9')
})

test('what is asked for to be reconciled, and the commands of flux', async t => {
  const { command, log } = await opened(t)
  const object = { kind: 'ImagePolicy', name: 'apps:web' }
  const without = await command<ReconcileAnswer>('fluxmark.reconcile', object)
  assert('failure' in without)
  assert.equal(without.failure.code, 'E_CLUSTER_NOT_APPROVED')
  assert.equal(log(), '')
  // The stand-in has a list where one object should be.
  const other = await command<ReconcileAnswer>('fluxmark.reconcile', { ...prod, ...object, name: 'apps:x' })
  assert('failure' in other)
  assert.match(log(), /get imagepolicies\.image\.toolkit\.fluxcd\.io\/x --namespace=apps --output=json/)
  const { commands, isSuspendedInGit, uri, line } = await command<FluxCommandsAnswer>(
    'fluxmark.fluxCommands',
    { context: 'prod', ...object },
  )
  assert.equal(commands[0]?.command, 'flux get image policy web --namespace=apps --context=prod')
  assert.deepEqual([isSuspendedInGit, uri?.endsWith('/web.yaml'), line], [false, true, 6])
})

test('kubectl, and what it has started, ends when the user has enough, and with the server', async t => {
  const { end, command, touch, ids, live } = await opened(t)
  touch('slow')
  const first = live()
  const begun = await ids()
  await command('fluxmark.endLiveState', {})
  assert.deepEqual(codesOf(await first), ['E_CANCELLED'])
  for (const id of begun) await ended(id)

  void live().catch(() => undefined)
  for (;;) {
    const again = await ids()
    if (again[0] === begun[0]) continue
    await end()
    for (const id of again) await ended(id)
    return
  }
})

test('an assistant reads the cluster that the user has agreed to, at that server alone; a cancelled call ends kubectl', async t => {
  const { status, log, client, touch, ids } = await opened(t)
  const other = { context: 'dev', server: 'https://dev.example' }
  for (const agreed of [{}, { context: 'prod' }, other, { ...prod, server: 'https://other.example' }])
    assert.equal((await status(agreed)).error?.code, 'E_CLUSTER_NOT_APPROVED')
  assert.equal(log(), '')
  const { objects = [] } = await status(prod)
  const found = objects.map(({ name, agrees }) => [name, agrees])
  assert.deepEqual(
    found.filter(([name]) => name === 'apps:web' || name === 'apps:extra').length,
    3,
    JSON.stringify(found),
  )
  assert.match(log(), /^--context=prod /)

  touch('slow')
  const params = { command: 'fluxmark.callTool', arguments: [{ ...statusOfProd, ...prod }] }
  const { id, answer } = client.cancellable<StatusAnswer>('workspace/executeCommand', params)
  const begun = await ids()
  client.notify('$/cancelRequest', { id })
  assert.equal((await answer).error?.code, 'E_CANCELLED')
  for (const one of begun) await ended(one)
})
