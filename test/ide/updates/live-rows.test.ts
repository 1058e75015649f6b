import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterRow } from '../../../server/src/flux/cluster/cluster-row.ts'
import type { ClusterVerdict } from '../../../server/src/flux/cluster/compared.ts'
import { type LiveView, liveNode, withLive } from '../../../server/src/ide/updates/live-rows.ts'
import type { UpdateNode } from '../../../server/src/ide/updates/tree.ts'

function row(
  verdict: ClusterVerdict,
  tag: string,
  name = 'apps:web',
  warnings: ClusterRow['warnings'] = [],
): ClusterRow {
  const status = { latestRef: { name: 'ghcr.io/a/web', tag } }
  const object = {
    apiVersion: 'image.toolkit.fluxcd.io/v1',
    kind: 'ImagePolicy',
    namespace: 'apps',
    name: 'web',
    generation: 1,
    labels: undefined,
    owners: [],
    spec: {},
    status,
  }
  const isThere = verdict !== 'absent'
  return {
    kind: 'ImagePolicy',
    name,
    verdict,
    ready: isThere ? true : null,
    message: '',
    why: verdict === 'agrees' ? [] : ['Because.'],
    warnings,
    object: isThere ? object : undefined,
    written: undefined,
  }
}

const policy = (state: UpdateNode['state']): UpdateNode => ({
  id: 'a',
  kind: 'policy',
  label: 'web',
  description: state,
  accessible: state,
  state,
  policy: 'apps:web',
  children: [],
})

const cluster = (row: ClusterRow, context = 'prod'): LiveView => ({
  context,
  server: `https://${context}`,
  rows: [row],
})

test('a policy’s row says how the cluster stands, and what only the cluster can tell', () => {
  const said = (state: UpdateNode['state'], verdict: ClusterVerdict) =>
    withLive([policy(state)], [cluster(row(verdict, '1.4.1'))])[0]?.description
  assert.equal(said('current', 'agrees'), 'current · cluster agrees')
  assert.equal(said('outdated', 'lags'), 'outdated · cluster lags')
  assert.equal(said('outdated', 'differs'), 'outdated · cluster differs')
  assert.equal(said('outdated', 'absent'), 'outdated · absent in the cluster')
  assert.equal(said('failed', 'only in the cluster'), 'failed · 1.4.1 from the cluster')
  assert.equal(said('unknown', 'unknown'), 'unknown · 1.4.1 from the cluster')
  assert.equal(said('current', 'unknown'), 'current · cluster not known')
  const other = withLive([policy('current')], [cluster(row('differs', '1', 'apps:other'))])
  assert.deepEqual(other, [policy('current')])
})

test('the rows of a cluster: what does not agree first, and why nothing newer is known', () => {
  const rows = [row('agrees', '1', 'apps:a'), row('lags', '1', 'apps:b'), row('differs', '1', 'apps:c')]
  const place = { context: 'prod', server: 'https://prod' }
  const node = liveNode({ ...place, rows, at: 0 })
  assert.equal(node.description, 'https://prod · 1 agrees, 1 lags, 1 differs')
  assert.deepEqual(
    node.children.map(({ label, description }) => [label, description]),
    [
      ['apps/c', 'ImagePolicy · differs · 1 · Because.'],
      ['apps/b', 'ImagePolicy · lags · 1 · Because.'],
      ['apps/a', 'ImagePolicy · agrees · 1'],
    ],
  )
  assert.equal(liveNode({ ...place, rows: [] }).description, 'https://prod · being read')
  const away = liveNode({ ...place, rows, at: 0, failure: 'The server cannot be reached.' })
  assert.match(away.description, / · cannot be read now$/)
  assert.match(away.accessible, /\. The server cannot be reached\.$/)
})

test('the warnings of a chain: how many beside a policy, and which when it is pointed at', () => {
  const denied = { reason: 'Denied', message: 'UNAUTHORIZED', count: 3, at: 0, ago: 120_000 }
  const [node] = withLive([policy('current')], [cluster(row('agrees', '1', 'apps:web', [denied]))])
  assert.equal(node?.description, 'current · cluster agrees · 1 warning')
  assert.equal(
    node.accessible,
    'current; cluster agrees. ImagePolicy apps/web: Warning Denied (3 times, last 2 min ago): UNAUTHORIZED.',
  )
})

test('of two clusters each says its own, and is for its folders', () => {
  const [node] = withLive(
    [policy('outdated')],
    [cluster(row('agrees', '1')), cluster(row('lags', '1'), 'dev')],
  )
  assert.equal(node?.description, 'outdated · prod: cluster agrees · dev: cluster lags')
  const [prod, dev] = ['prod', 'dev'].map(context =>
    liveNode({ ...cluster(row('agrees', '1'), context), folders: [`clusters/${context}`], at: 0 }),
  )
  assert.equal(dev?.description, 'for clusters/dev · https://dev · 1 agrees')
  assert.notEqual(prod?.children[0]?.id, dev.children[0]?.id)
  assert.deepEqual(dev.children[0]?.object, { kind: 'ImagePolicy', name: 'apps:web', context: 'dev' })
})
