import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterRow } from '../../../server/src/flux/cluster/cluster-row.ts'
import { compareCluster } from '../../../server/src/flux/cluster/compare-cluster.ts'
import type { CommitHere } from '../../../server/src/flux/cluster/compared.ts'
import { specDifferences } from '../../../server/src/flux/cluster/spec-differences.ts'
import { inShort } from '../../../server/src/flux/cluster/told/in-short.ts'
import { fixture } from '../../fixture.ts'
import { before, held, noon, notReady, reading } from './reading.ts'

const start = (folder: string) => `
#- ${folder}/flux-system/gotk-sync.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: ssh://git@git.example/fleet, ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 10m, path: ./${folder}, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
#- ${folder}/web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: ${folder.endsWith('prod') ? '1.x' : '2.x'}}}}
`
const two = fixture(`${start('clusters/prod')}${start('clusters/dev')}
#- clusters/dev/more.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: more, namespace: apps}
spec: {imageRepositoryRef: {name: more}, policy: {semver: {range: 1.x}}}
`).snapshot
const oid = 'b'.repeat(40)
const sync = (
  path: string,
  status: object = { lastAppliedRevision: `main@sha1:${oid}` },
  more: object = {},
) =>
  held('Kustomization', 'flux-system', {
    namespace: 'flux-system',
    spec: { path, sourceRef: { kind: 'GitRepository', name: 'flux-system' }, ...more },
    status,
  })

function rows(
  objects: readonly object[],
  { snapshot = two, commits = new Map<string, CommitHere>(), isWanted }: Partial<Options> = {},
): ReadonlyMap<string, ClusterRow> {
  const all = compareCluster({ snapshot, reading: reading(objects), now: noon, commits }, { isWanted })
  return new Map(all.map(row => [`${row.kind} ${row.name}`, row]))
}

interface Options {
  readonly snapshot: typeof two
  readonly commits: ReadonlyMap<string, CommitHere>
  readonly isWanted: (path: string) => boolean
}

test('a cluster is told by the path of the Kustomization that it starts from', () => {
  const prod = rows([sync('./clusters/prod')])
  assert.equal(prod.get('ImagePolicy apps:more'), undefined)
  assert.equal(prod.get('ImagePolicy apps:web')?.verdict, 'absent')
  const dev = rows([sync('clusters/dev/')])
  assert.equal(dev.get('ImagePolicy apps:more')?.verdict, 'absent')
  const policy = (range: string) =>
    held('ImagePolicy', 'web', {
      spec: { imageRepositoryRef: { name: 'web' }, policy: { semver: { range } } },
    })
  assert.equal(rows([sync('./clusters/prod'), policy('1.x')]).get('ImagePolicy apps:web')?.verdict, 'unknown')
  assert.equal(rows([sync('./clusters/prod'), policy('2.x')]).get('ImagePolicy apps:web')?.verdict, 'differs')
})

test('where the cluster is none of them for sure, what is absent says nothing', () => {
  const row = rows([sync('./elsewhere')]).get('ImagePolicy apps:more')
  assert.equal(row?.verdict, 'unknown')
  assert.match(row?.why[0] ?? '', /for 2 clusters \(clusters\/dev, clusters\/prod\)/)
})

test('only what is in the folders that were named', () => {
  const found = rows([sync('./elsewhere'), held('ImagePolicy', 'other')], {
    isWanted: path => path === 'clusters/dev/more.yaml',
  })
  assert.deepEqual(
    [...found.keys()].filter(key => key.startsWith('Image')),
    ['ImagePolicy apps:more'],
  )
})

test('why an object is absent: the Kustomization that brings it', () => {
  const why = (...objects: readonly object[]) =>
    rows(objects).get('ImagePolicy apps:web')?.why.join(' ') ?? ''
  assert.match(why(sync('./clusters/prod')), /has applied main@sha1:b+: the branch does not have the object/)
  assert.match(why(sync('./clusters/prod', {}, { suspend: true })), /is suspended in the cluster/)
  assert.match(
    why(sync('./clusters/prod', notReady('BuildFailed', 'kustomize build failed'))),
    /is not ready\. The kustomization could not be built/,
  )
})

test('the commit that the cluster has, beside the one that is checked out', () => {
  const of = (commits: ReadonlyMap<string, CommitHere>) => {
    const row = rows([sync('./clusters/prod')], { commits }).get('Kustomization flux-system:flux-system')
    return [row?.verdict, ...(row?.why ?? [])].join(' | ')
  }
  assert.equal(
    of(new Map([[oid, 'head']])),
    'agrees | It is at main@sha1:bbbbbbb, which is checked out here.',
  )
  assert.match(of(new Map([[oid, 'here']])), /^differs .*another commit is checked out here/)
  assert.match(of(new Map([[oid, 'missing']])), /^differs .*not in this clone: git fetch/)
  assert.equal(of(new Map()), 'agrees | It is at main@sha1:bbbbbbb.')
})

test('a GitRepository: its URL, its branch, whether it can be fetched', () => {
  const of = (spec: object, status: object = { artifact: { revision: `main@sha1:${oid}` } }) => {
    const source = held('GitRepository', 'flux-system', { namespace: 'flux-system', spec, status })
    const row = rows([sync('./clusters/prod'), source]).get('GitRepository flux-system:flux-system')
    return [row?.verdict, ...(row?.why ?? [])].join(' | ')
  }
  const spec = {
    interval: '1m0s',
    url: 'ssh://git@git.example/fleet',
    ref: { branch: 'main' },
    timeout: '60s',
  }
  assert.match(of(spec), /^agrees/)
  assert.match(
    of({ ...spec, ref: { branch: 'dev' } }),
    /^differs \| spec\.ref\.branch is "dev" in the cluster/,
  )
  assert.match(of(spec, notReady('GitOperationFailed', 'unable to clone')), /could not be fetched/)
  assert.match(of({ ...spec, suspend: true }), /suspended in the cluster/)
})

test('the image controllers: ready, scaled to 0, missing, of another Flux', () => {
  const controller = (name: string, replicas: number, readyReplicas: number, version = 'v1.2.1') =>
    held('Deployment', name, {
      namespace: 'flux-system',
      spec: {
        replicas,
        template: {
          spec: { containers: [{ image: `ghcr.io/fluxcd/${name}:${version}`, args: ['--log-level=info'] }] },
        },
      },
      status: { readyReplicas },
    })
  const of = (...objects: readonly object[]) => {
    const found = rows(objects, { snapshot: fixture('#- a.yaml\na: 1\n').snapshot })
    return [...found.values()].map(row => [row.name, row.verdict, row.ready, ...row.why].join(' | '))
  }
  const source = controller('source-controller', 1, 1, 'v1.9.0')
  assert.deepEqual(
    of(
      source,
      controller('image-reflector-controller', 1, 1),
      controller('image-automation-controller', 1, 0),
    ),
    [
      'flux-system:image-reflector-controller | agrees | true',
      'flux-system:image-automation-controller | differs | false | 0 of 1 replicas are ready.',
    ],
  )
  const [scaled, missing] = of(source, controller('image-reflector-controller', 0, 0))
  assert.match(scaled ?? '', /scaled to 0: nothing of it runs/)
  assert.match(missing ?? '', /image-automation-controller \| absent \| {2}\| .*--components-extra=/)
  const [older] = of(
    controller('image-reflector-controller', 1, 1, 'v0.35.2'),
    controller('image-automation-controller', 1, 1, 'v0.41.2'),
  )
  assert.match(older ?? '', /The cluster runs Flux 2\.6; the files do not say it and are read as Flux 2\.9/)
})

test('times that are no times, and statuses that are none', () => {
  const odd = held('ImageRepository', 'web', {
    status: { conditions: 'x', lastScanResult: { scanTime: `${before(1)}x` } },
  })
  assert.equal(rows([odd]).get('ImageRepository apps:web')?.verdict, 'only in the cluster')
})

test('a variable of the files explains a value of any type', () => {
  const files = { suspend: '${off}', exclusionList: ['^${prefix}'], interval: '5m' }
  const cluster = { suspend: true, exclusionList: ['^dev'], interval: '1m' }
  assert.deepEqual(
    specDifferences('ImageRepository', files, cluster).map(({ field }) => field),
    ['interval'],
  )
})

test('a GitRepository of another repository is not called wrong for a commit that is not here', () => {
  const { snapshot } = fixture(`
#- apps.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: other, namespace: apps}
spec: {interval: 1m, url: ssh://git@git.example/other, ref: {branch: main}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec: {interval: 10m, sourceRef: {kind: GitRepository, name: other}, update: {path: ./}}
`)
  const source = held('GitRepository', 'other', {
    spec: { interval: '1m', url: 'ssh://git@git.example/other', ref: { branch: 'main' } },
    status: { artifact: { revision: `main@sha1:${oid}` } },
  })
  const row = rows([source], { snapshot, commits: new Map([[oid, 'missing']]) }).get(
    'GitRepository apps:other',
  )
  assert.equal(row?.verdict, 'unknown')
  assert.match(row?.why[0] ?? '', /nothing tells that it is this repository/)
})

test('objects of the newest API version do not tell which Flux runs', () => {
  const controller = (name: string, version: string) =>
    held('Deployment', name, {
      namespace: 'flux-system',
      spec: { template: { spec: { containers: [{ image: `ghcr.io/fluxcd/${name}:${version}` }] } } },
      status: { readyReplicas: 1 },
      labels: { 'app.kubernetes.io/version': 'v2.7.5' },
    })
  const { snapshot } = fixture(`
#- web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/a/web, interval: 5m}
`)
  const found = rows([controller('image-reflector-controller', 'v1.0.4')], { snapshot })
  const row = found.get('Deployment flux-system:image-reflector-controller')
  assert.equal(row?.verdict, 'agrees')
  assert.match(row?.why[0] ?? '', /runs Flux 2\.7; the files do not say it.*--flux-version 2\.7/)
})

test('the input providers of flux-operator that scan tags, beside the policies: what they export', () => {
  const provider = (name: string, type: string, url: string, status: object = {}) =>
    held('ResourceSetInputProvider', name, { namespace: 'apps', spec: { type, url }, status })
  const { snapshot } = fixture(
    '#- registry ghcr.io/a/web: 1.0.0 1.1.0\n#- policy apps:web ghcr.io/a/web semver 1.x\n',
  )
  const exportedInputs = [
    { id: '1', tag: '1.0.0', digest: 'sha256:1' },
    { id: '2', tag: '0.9.0' },
    { id: '3' },
  ]
  const found = rows(
    [
      provider('web', 'OCIArtifactTag', 'oci://ghcr.io/a/web', { exportedInputs }),
      provider('tags', 'GitHubTag', 'https://github.com/a/web', notReady('ReconciliationFailed', '401')),
      provider('requests', 'GitHubPullRequest', 'https://github.com/a/web'),
    ],
    { snapshot },
  )
  assert.deepEqual(
    [...found.keys()].filter(key => !key.startsWith('Deployment')),
    [
      'ImagePolicy apps:web',
      'ResourceSetInputProvider apps:web',
      'ResourceSetInputProvider apps:tags',
      'ImageRepository apps:web',
    ],
  )
  const web = found.get('ResourceSetInputProvider apps:web')
  assert.deepEqual(web?.why, [
    'OCIArtifactTag of oci://ghcr.io/a/web exports 2 tags to ResourceSets; its files are not compared.',
    'ImagePolicy apps:web selects 1.1.0 of the same image.',
  ])
  assert.equal(inShort(web.object), '1.0.0 and 1 more')
  const tags = found.get('ResourceSetInputProvider apps:tags')
  assert.deepEqual([tags?.verdict, tags?.ready, inShort(tags?.object)], ['unknown', false, ''])
  assert.equal(tags?.why.at(-1), 'It is not ready.')
})

test('a flag of a controller that the files which install it do not have', () => {
  const { snapshot } = fixture(
    '#- clusters/prod/flux-system/gotk-components.yaml\n# Flux Version: v2.8.1\n#- clusters/prod/a.yaml\na: 1\n',
  )
  const args = ['--no-cross-namespace-refs=true']
  const containers = [{ image: 'ghcr.io/fluxcd/image-reflector-controller:v1.1.0', args }]
  const controller = held('Deployment', 'image-reflector-controller', {
    namespace: 'flux-system',
    spec: { template: { spec: { containers } } },
    status: { readyReplicas: 1 },
  })
  const row = rows([controller], { snapshot }).get('Deployment flux-system:image-reflector-controller')
  assert.deepEqual(
    [row?.verdict, row?.why],
    [
      'differs',
      [
        'It runs with --no-cross-namespace-refs=true, and by the files it takes references to other namespaces.',
      ],
    ],
  )
})
