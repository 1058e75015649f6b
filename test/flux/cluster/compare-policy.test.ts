import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fixture } from '../../fixture.ts'
import { held, notReady, reading } from './reading.ts'
import {
  files,
  here,
  latest,
  listedAt,
  policy,
  policySpec,
  repository,
  repositorySpec,
  rows,
  said,
  scanned,
} from './web.ts'

describe('an ImagePolicy', () => {
  const of = (status: object, spec?: object, others: readonly object[] = [repository(scanned(3))]) =>
    said('ImagePolicy', [policy(status, spec), ...others])

  test('agrees', () => {
    assert.equal(of(latest('1.1.0')), 'agrees')
    assert.equal(of({ latestImage: 'ghcr.io/a/web:1.1.0' }), 'agrees')
  })

  test('lags behind the registry: by how long, and when the next scan is', () => {
    assert.equal(
      of(latest('1.0.0')),
      'lags | The cluster has 1.0.0, here it is 1.1.0: last scan 3 min ago, next in 2 min.',
    )
    assert.equal(
      of(latest('1.0.0'), policySpec, [repository(scanned(125))]),
      'lags | The cluster has 1.0.0, here it is 1.1.0: last scan 2 h ago, overdue by 2 h.',
    )
  })

  test('differs: why', () => {
    assert.match(
      of(latest('1.0.0'), policySpec, [repository(scanned(3), { ...repositorySpec, suspend: true })]),
      /^differs \| .*ImageRepository apps:web is suspended in the cluster/,
    )
    assert.match(
      of(latest('1.0.0'), policySpec, [
        repository({
          ...scanned(3),
          ...notReady('AuthenticationFailed', 'failed to configure authentication options'),
        }),
      ]),
      /^differs \| .*is not ready\. \| The controller could not set up its login to the registry/,
    )
    assert.match(
      of(latest('0.9.0')),
      /^differs \| The cluster has 0\.9\.0, here it is 1\.1\.0: that tag is not listed for us/,
    )
    assert.match(
      of(latest('1.1.0', 'ghcr.io/b/web')),
      /^differs \| The cluster selects from ghcr\.io\/b\/web/,
    )
    assert.match(of({}), /^differs \| The cluster has selected nothing yet/)
    assert.match(
      of(notReady('DependencyNotReady', 'retrying in 30s error: no tags in database')),
      /^differs .*The ImageRepository has no tags yet/,
    )
  })

  test('a list of ours that is older than the scan says nothing', () => {
    assert.match(
      said('ImagePolicy', [policy(latest('1.2.0')), repository(scanned(1))], listedAt(here, 10)),
      /^unknown \| .*the cluster has listed the tags after us/,
    )
  })

  test('where nothing is selected here, a later scan of the cluster says nothing', () => {
    const { snapshot } = fixture(files.replaceAll('1.x', '2.x'))
    const spec = { ...policySpec, policy: { semver: { range: '2.x' } } }
    assert.match(
      said('ImagePolicy', [policy(latest('2.0.0'), spec), repository(scanned(1))], listedAt(snapshot, 10)),
      /^unknown \| The cluster has 2\.0\.0, here nothing is selected: .*listed the tags after us/,
    )
  })

  test('another tag, and an ImageRepository that could not be read', () => {
    const without = [
      'ImagePolicy',
      'ImageRepository',
      'ImageUpdateAutomation',
      'Kustomization',
      'GitRepository',
    ]
    assert.match(
      said('ImagePolicy', [], here, { without: [...without, 'Alert', 'Provider'] }),
      /^absent \| The cluster does not serve this kind: Flux is not installed\. Run flux bootstrap\.$/,
    )
    const failure = { code: 'E_CLUSTER_DENIED', message: 'this user may not list them (403)' } as const
    for (const tag of ['1.0.0', '1.2.0'])
      assert.match(
        said('ImagePolicy', [policy(latest(tag))], here, { failed: { ImageRepository: failure } }),
        /^unknown \| .*ImageRepository apps:web could not be read from the cluster/,
      )
  })

  test('not ready, with the same tag as here', () => {
    const status = { ...latest('1.1.0'), ...notReady('AccessDenied', 'no') }
    assert.match(of(status), /^differs \| The policy may not use an ImageRepository of another namespace/)
  })

  test('a controller does not look at what is suspended, and is not behind', () => {
    const suspended = fixture(`
#- web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}, suspend: true}
`).snapshot
    const object = held('ImagePolicy', 'web', {
      spec: { ...policySpec, suspend: true },
      generation: 3,
      status: { ...latest('1.1.0'), observedGeneration: 2 },
    })
    assert.match(said('ImagePolicy', [object], suspended), /^agrees/)
  })

  test('fields of the spec', () => {
    const other = { ...policySpec, policy: { semver: { range: '2.x' } } }
    assert.match(
      of(latest('1.1.0'), other),
      /^differs \| spec\.policy\.semver\.range is "2\.x" in the cluster and "1\.x" in the files\. The cluster has another commit/,
    )
    assert.match(
      of(latest('1.1.0'), { ...policySpec, filterTags: { pattern: '^1' } }),
      /spec\.filterTags is {"pattern":"\^1"} in the cluster and absent in the files/,
    )
    assert.match(
      of(latest('1.1.0'), { ...policySpec, suspend: true }),
      /^differs \| It is suspended in the cluster, and not in the files: flux resume/,
    )
    assert.equal(
      of(latest('1.1.0'), { ...policySpec, suspend: false, digestReflectionPolicy: 'Never' }),
      'agrees',
    )
  })

  test('a newer generation than the controller has seen', () => {
    const behind = held('ImagePolicy', 'web', {
      spec: policySpec,
      generation: 3,
      status: { ...latest('1.1.0'), observedGeneration: 2 },
    })
    assert.match(said('ImagePolicy', [behind]), /^lags \| Its controller has not looked at its newest change/)
  })

  test('values that the automation has not written', () => {
    const { snapshot } = fixture(files.replace('web:1.1.0 #', 'web:1.0.0 #'))
    assert.equal(
      said('ImagePolicy', [policy(latest('1.1.0'))], listedAt(snapshot)),
      'agrees | The files do not hold it yet at 1 of 1 markers (apps/web.yaml).',
    )
  })

  test('absent: nothing has applied it, its namespace may not be listed, its kind is not served, it could not be read', () => {
    assert.equal(said('ImagePolicy', []), 'absent | Nothing has applied it.')
    assert.match(
      said('ImagePolicy', [], here, { without: ['ImagePolicy', 'ImageRepository'] }),
      /^absent \| The cluster does not serve this kind: image-reflector-controller and image-automation-controller are not installed/,
    )
    const failure = { code: 'E_CLUSTER_DENIED', message: 'this user may not list them (403)' } as const
    assert.equal(
      said('ImagePolicy', [], here, { failed: { ImagePolicy: failure } }),
      `unknown | ${failure.message}`,
    )
  })

  test('only in the cluster: what brings it, and the markers that name it', () => {
    const only = (labels: object, more: object = {}) => {
      const row = rows(reading([held('ImagePolicy', 'extra', { labels, ...more })])).find(
        one => one.name === 'apps:extra',
      )
      return [row?.verdict, ...(row?.why ?? [])].join(' | ')
    }
    assert.equal(only({}), 'only in the cluster | No file here gives it.')
    assert.match(
      only({ 'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'apps' }),
      /HelmRelease apps:web brings it/,
    )
    assert.match(
      only({ 'resourceset.fluxcd.controlplane.io/name': 'all', 'kustomize.toolkit.fluxcd.io/name': 'x' }),
      /ResourceSet \?:all brings it/,
    )
    assert.match(only({}, { ownerReferences: [{ kind: 'App', name: 'web' }] }), /App web owns it/)
  })

  test('what is unknown here is unknown', () => {
    const { snapshot } = fixture(files.replace('#- registry ghcr.io/a/web: 1.0.0 1.1.0\n', ''))
    assert.match(
      said('ImagePolicy', [policy(latest('1.1.0'))], snapshot),
      /^unknown \| Here it is not known what it selects: the tags of ghcr\.io\/a\/web are not known yet/,
    )
  })

  test('nothing is selected, here and there', () => {
    const { snapshot } = fixture(files.replaceAll('1.x', '2.x'))
    const spec = { ...policySpec, policy: { semver: { range: '2.x' } } }
    const empty = notReady('DependencyNotReady', 'unable to determine latest version from provided list')
    assert.match(said('ImagePolicy', [policy(empty, spec)], listedAt(snapshot)), /^agrees/)
    assert.match(
      said('ImagePolicy', [policy(latest('2.0.0'), spec)], listedAt(snapshot)),
      /^differs \| Here nothing is selected/,
    )
  })
})
