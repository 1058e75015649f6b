import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClusterReading, objectsOf } from '../../../server/src/flux/cluster/cluster-reading.ts'
import { compareCluster } from '../../../server/src/flux/cluster/compare-cluster.ts'
import { installedIn } from '../../../server/src/flux/cluster/controllers.ts'
import { inShort } from '../../../server/src/flux/cluster/told/in-short.ts'
import { rowReasons } from '../../../server/src/flux/cluster/told/row-words.ts'
import { missingFields, schemaProblems } from '../../../server/src/flux/schema/schema-problems.ts'
import { withInstalled } from '../../../server/src/flux/workspace/with-installed.ts'
import { createClusterReader } from '../../../server/src/io/kubectl/cluster-reader.ts'
import { fixture, settled } from '../../fixture.ts'
import { atNoon, broken, fleet, lagging } from '../../flux/cluster/fleet.ts'
import { brokenWords, laggingWords } from '../../flux/cluster/fleet-words.ts'
import { fakeApiServer, kubeHome } from './fake-api-server.ts'
import { kubectls, noKubectl } from './kubectls.ts'

/** Two states of 20 objects, each as a real kubectl lists it; every word of the comparison. */

const { signal } = new AbortController()
const [newest, oldest = newest] = kubectls()
const states = [
  { name: 'a cluster that lags and differs', objects: lagging, words: laggingWords, kubectl: newest },
  { name: 'a cluster in which everything is broken', objects: broken, words: brokenWords, kubectl: oldest },
]

function table(reading: ClusterReading): readonly string[] {
  const before = fleet()
  const installed = installedIn(reading)
  const snapshot = settled(withInstalled(before, installed ? [installed] : []), new Map())
  return compareCluster({ snapshot, reading, now: atNoon, commits: new Map() }).map(row =>
    [row.kind, row.name, row.verdict, row.ready ?? '-', inShort(row.object), rowReasons(row)]
      .join(' | ')
      .replace(/c{40}/g, 'OID'),
  )
}

for (const { name, objects, words, kubectl } of states)
  test(name, { skip: noKubectl }, async t => {
    const server = await fakeApiServer(objects)
    t.after(() => server.close())
    const { home, kubeconfig } = kubeHome(t, { prod: server.url })
    const env = { PATH: kubectl?.folder ?? '', HOME: home }
    const clock = { now: () => atNoon }
    const reader = createClusterReader({ env, home, cwd: home, outside: [], clock })
    const reading = await reader.read({ kubeconfig }, [], signal)
    const number = [...reading.lists.keys()].reduce((sum, kind) => sum + objectsOf(reading, kind).length, 0)
    assert(number >= 20)
    assert.deepEqual(table(reading), words)
  })

test('both states are such as the definitions of the kinds let an API server hold', () => {
  for (const { objects } of states) {
    const text = objects.map(one => JSON.stringify(one)).join('\n---\n')
    const { snapshot } = fixture(`#- all.yaml\n${text}\n`)
    const file = snapshot.files.get('all.yaml')
    assert(file)
    const problems = schemaProblems(file, snapshot)
    const all = [...problems, ...missingFields(file, snapshot, problems)]
    assert.deepEqual(
      all.map(({ problem, span: [from, to] }) => `${problem}: ${file.text.slice(from, to)}`),
      [],
    )
  }
})
