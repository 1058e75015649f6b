import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { markerChain } from '../../../server/src/flux/chain/chain.ts'
import { installedIn } from '../../../server/src/flux/cluster/controllers.ts'
import {
  definitionsAt,
  fluxVersionAt,
  fluxVersionsAt,
} from '../../../server/src/flux/version/flux-version-at.ts'
import type { Installed } from '../../../server/src/flux/version/installed.ts'
import { type Snapshot, withRules } from '../../../server/src/flux/workspace/snapshot.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'
import { held, reading } from './reading.ts'

const controller = (name: string, version: string, args: readonly string[] = []) =>
  held('Deployment', name, {
    namespace: 'flux-system',
    spec: { template: { spec: { containers: [{ image: `ghcr.io/fluxcd/${name}:${version}`, args }] } } },
    status: { readyReplicas: 1 },
  })
const sync = (path: string) =>
  held('Kustomization', 'flux-system', { namespace: 'flux-system', spec: { path } })
const old = (...more: readonly object[]) =>
  reading([
    controller('image-reflector-controller', 'v0.35.2', [
      '--log-level=info',
      '--no-cross-namespace-refs=true',
    ]),
    controller('image-automation-controller', 'v0.41.2', ['--no-cross-namespace-refs=false']),
    ...more,
  ])

function withCluster(text: string, ...clusters: readonly (Installed | undefined)[]): Snapshot {
  const { snapshot } = fixture(text)
  return withRules(snapshot, { ...snapshot.given, installed: clusters.flatMap(one => one ?? []) })
}

test('what a cluster runs, by its controllers', () => {
  assert.deepEqual(installedIn(old(sync('./clusters/prod'))), {
    context: 'prod',
    flux: '2.6',
    refusing: ['policy'],
    paths: { 'flux-system/flux-system': './clusters/prod' },
    policies: [],
  })
  assert.equal(installedIn(reading([])), undefined)
})

const repository = `
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/a/web, interval: 5m}
`

describe('a cluster tells which Flux it is', () => {
  test('where no file does, and the setting is auto', () => {
    const snapshot = withCluster(`#- web.yaml${repository}`, installedIn(old()))
    assert.deepEqual(fluxVersionsAt(snapshot, 'web.yaml'), {
      running: [{ flux: '2.6' }],
      isSure: true,
      isAssumed: false,
      byCluster: 'prod',
    })
    assert.equal(definitionsAt(snapshot, 'web.yaml'), '2.6')
    const without = fixture(`#- web.yaml${repository}`).snapshot
    assert.equal(fluxVersionAt(without, 'web.yaml'), '2.9')
  })

  test('and not where a file does, nor against the setting', () => {
    const components = '#- clusters/prod/flux-system/gotk-components.yaml\n# Flux Version: v2.8.1\n'
    const told = withCluster(`${components}#- clusters/prod/web.yaml${repository}`, installedIn(old()))
    assert.equal(fluxVersionAt(told, 'clusters/prod/web.yaml'), '2.8')
    const { snapshot } = fixture(`#- web.yaml${repository}`)
    const installed = [installedIn(old())].flatMap(one => one ?? [])
    const chosen = withRules(snapshot, { fluxVersion: '2.7', installed })
    assert.equal(fluxVersionAt(chosen, 'web.yaml'), '2.7')
  })
})

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
#- ${folder}/web.yaml${repository}`

describe('a repository for two clusters', () => {
  const files = `${start('clusters/prod')}${start('clusters/dev')}`
  const of = (snapshot: Snapshot) =>
    ['clusters/prod/web.yaml', 'clusters/dev/web.yaml'].map(path => fluxVersionAt(snapshot, path))

  test('only the files of the one that is read', () => {
    assert.deepEqual(of(withCluster(files, installedIn(old(sync('clusters/prod/'))))), ['2.6', '2.9'])
    assert.deepEqual(of(withCluster(files, installedIn(old(sync('./clusters/dev'))))), ['2.9', '2.6'])
  })

  test('none of them where it is not told which one it is', () => {
    assert.deepEqual(of(withCluster(files, installedIn(old(sync('./elsewhere'))))), ['2.9', '2.9'])
  })

  test('each its own, where both are read', () => {
    const newer = reading([controller('image-reflector-controller', 'v1.1.0'), sync('./clusters/dev')])
    const both = withCluster(files, installedIn(old(sync('./clusters/prod'))), installedIn(newer))
    assert.deepEqual(of(both), ['2.6', '2.8'])
  })
})

test('its flags count where no file installs the controllers', () => {
  const files = `
#- registry ghcr.io/a/web: 1.0.0
#- web.yaml
apiVersion: image.toolkit.fluxcd.io/v1beta2
kind: ImageRepository
metadata: {name: web, namespace: shared}
spec: {image: ghcr.io/a/web, interval: 5m, accessFrom: {namespaceSelectors: [{}]}}
---
apiVersion: image.toolkit.fluxcd.io/v1beta2
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web, namespace: shared}, policy: {semver: {range: 1.x}}}
#- automation apps:all ./apps
#- apps/web.yaml
image: ghcr.io/a/web:1.0.0 # {"$imagepolicy": "apps:web"}
`
  const linkOf = (snapshot: Snapshot) => {
    const [marker] = snapshot.files.get('apps/web.yaml')?.facts.markers ?? []
    assert(marker)
    return markerChain(snapshot, 'apps/web.yaml', marker).links.find(({ name }) => name === 'repository')
  }
  const free = linkOf(fixture(files).snapshot)
  assert.equal(free?.ok, true)
  const blocked = linkOf(withCluster(files, installedIn(old())))
  assert.equal(blocked?.ok, false)
  assert.match(
    blocked.detail,
    /the image-reflector-controller of the cluster prod runs with --no-cross-namespace-refs/,
  )
})

test('a policy that only the cluster has is no mistake of the marker', () => {
  const files = `
#- policy apps:web ghcr.io/a/web semver 1.x
#- automation apps:all ./apps
#- apps/web.yaml
image: ghcr.io/a/api:1.0.0 # {"$imagepolicy": "apps:api"}
`
  const of = (snapshot: Snapshot) => {
    const [marker] = snapshot.files.get('apps/web.yaml')?.facts.markers ?? []
    assert(marker)
    const link = markerChain(snapshot, 'apps/web.yaml', marker).links.find(({ name }) => name === 'policy')
    const codes = diagnostics(snapshot, 'apps/web.yaml').map(({ code }) => code)
    return [link?.ok, link?.detail, codes.includes('marker-policy-not-found')]
  }
  const missing = 'no ImagePolicy apps:api is in the workspace'
  assert.deepEqual(of(fixture(files).snapshot), [false, missing, true])
  const there = installedIn(old(held('ImagePolicy', 'api')))
  assert.deepEqual(of(withCluster(files, there)), [null, `${missing}; from the cluster: prod has it`, false])
})
