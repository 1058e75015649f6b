import assert from 'node:assert/strict'
import { test } from 'node:test'
import { update } from '../../../server/src/flux/chain/update.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixAll } from '../../../server/src/ide/fixes/fix-all.ts'
import { fixture } from '../../fixture.ts'

/** A repository whose cluster serves only old versions is not advised to break. */

const objects = (api: string) => `#- clusters/prod/policies.yaml
apiVersion: image.toolkit.fluxcd.io/${api}
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/${api}
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1beta1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}, messageTemplate: '{{ range .Updated.Images }}{{ . }}{{ end }}'}
  update: {path: ./apps, strategy: Setters}
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
`
const flux = (version: string) =>
  `#- clusters/prod/flux-system/gotk-components.yaml\n---\n# Flux Version: v${version}\n`

for (const version of ['0.41.2', '2.0.1', '2.2.3']) {
  test(`Flux ${version} takes what it serves, and nothing is changed for a newer one`, () => {
    const { snapshot } = fixture(flux(version) + objects('v1beta2'))
    const paths = [...snapshot.files.keys()]
    const grave = paths
      .flatMap(path => diagnostics(snapshot, path))
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
    assert.deepEqual(
      grave.map(({ code, message }) => [code, message]),
      [],
    )
    assert.deepEqual([...fixAll(snapshot, paths)], [])
    assert.equal(update(snapshot).changes.length, 1)
  })
}

test('a newer version than the cluster serves is reported, and fixed to one that it serves', () => {
  const { snapshot } = fixture(flux('2.2.3') + objects('v1'))
  const path = 'clusters/prod/policies.yaml'
  const found = diagnostics(snapshot, path).filter(({ severity }) => severity === 'error')
  assert.deepEqual(
    found.map(({ code }) => code),
    ['repo-api-version', 'policy-api-version'],
  )
  assert.equal(update(snapshot).changes.length, 0)
  assert.equal(
    fixAll(snapshot, [path])
      .get(path)
      ?.match(/\/v1beta2/g)?.length,
    2,
  )
})
