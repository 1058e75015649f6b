import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedVerdict } from '../../../server/src/flux/chain/refusals.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixAll } from '../../../server/src/ide/fixes/fix-all.ts'
import { fixture } from '../../fixture.ts'

/** Whether Flux asks the provider or reads the secret changed with its versions. */

const path = 'clusters/prod/web.yaml'
const flux = (version: string) =>
  `#- clusters/prod/flux-system/gotk-components.yaml\n---\n# Flux Version: v${version}\n`
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web'
const repository = (image: string, rest: string, api = 'v1beta2') =>
  `#- ${path}
apiVersion: image.toolkit.fluxcd.io/${api}
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ${image}, interval: 5m, ${rest}}
`

const mismatch = 'repo-provider-host-mismatch'
const ignored = 'repo-provider-ignores-secret'
const cases = [
  { version: '2.5.1', secret: false, is: [] },
  { version: '2.5.1', secret: true, is: [] },
  { version: '2.6.4', secret: false, is: [mismatch] },
  { version: '2.6.4', secret: true, is: [] },
  { version: '2.7.0', secret: false, is: [mismatch] },
  { version: '2.7.0', secret: true, is: [ignored, mismatch] },
]

for (const { version, secret, is } of cases) {
  test(`Flux ${version}, a foreign provider ${secret ? 'and a secret' : 'alone'}`, () => {
    const rest = `provider: aws${secret ? ', secretRef: {name: login}' : ''}`
    const { snapshot } = fixture(flux(version) + repository('ghcr.io/acme/web', rest))
    const found = diagnostics(snapshot, path).filter(({ code }) => code.startsWith('repo-provider'))
    assert.deepEqual(found.map(({ code }) => code).toSorted(), is.toSorted())
    const [placed] = snapshot.index.repositories.get('apps:web') ?? []
    assert.ok(placed)
    assert.equal(acceptedVerdict(snapshot, placed).ok, !is.includes(mismatch))
  })
}

test('where nothing tells the version, a foreign provider is a warning that no fix-all touches', () => {
  const { snapshot } = fixture(repository('ghcr.io/acme/web', 'provider: aws, secretRef: {name: login}'))
  const found = diagnostics(snapshot, path).filter(({ code }) => code.startsWith('repo-provider'))
  assert.deepEqual(found.map(({ code, severity }) => [code, severity]).toSorted(), [
    [mismatch, 'warning'],
    [ignored, 'warning'],
  ])
  for (const { message } of found) assert.match(message, /assumed 2\.9/)
  assert.deepEqual([...fixAll(snapshot, [path])], [])
  const [placed] = snapshot.index.repositories.get('apps:web') ?? []
  assert.ok(placed)
  assert.equal(acceptedVerdict(snapshot, placed).ok, null)
})

test('a provider that an overlay gives to a registry of ECR is not missed in the base', () => {
  const { snapshot } = fixture(`${repository(ecr, 'suspend: false', 'v1').replace(path, 'base/web.yaml')}
#- base/kustomization.yaml
resources: [web.yaml]
#- prod/kustomization.yaml
resources: [../base]
patches:
  - target: {kind: ImageRepository}
    patch: '[{"op": "add", "path": "/spec/provider", "value": "aws"}]'
`)
  const found = ['base/web.yaml', 'prod/kustomization.yaml'].flatMap(one => diagnostics(snapshot, one))
  assert.deepEqual(
    found.filter(({ code }) => code === 'repo-ecr-without-provider'),
    [],
  )
})
