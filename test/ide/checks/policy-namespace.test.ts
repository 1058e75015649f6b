import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'

const words = (kustomization: string, path = 'apps/policy.yaml') => {
  const { snapshot } = fixture(`${kustomization}
#- ${path}
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- deploy/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)
  return diagnostics(snapshot, 'deploy/web.yaml').map(({ message }) => message)[0] ?? ''
}

for (const [kustomization, path, entry] of [
  ['namespace: apps\nresources: []', 'apps/policy.yaml', 'policy.yaml'],
  ['namespace: apps', 'apps/policy.yaml', 'policy.yaml'],
  [
    'namespace: apps\nresources: [other.yaml]\n#- apps/other.yaml\nkind: A',
    'apps/image/policy.yaml',
    'image/policy.yaml',
  ],
] as const) {
  test(`a kustomization would give the namespace to ${entry}: ${kustomization.split('\n')[1] ?? 'no resources'}`, () =>
    assert.equal(
      words(`#- apps/kustomization.yaml\n${kustomization}`, path),
      `Whether ImagePolicy apps:web exists is not known: ${path} has an ImagePolicy web without a namespace, and apps/kustomization.yaml, which sets the namespace apps, does not list it. Add "- ${entry}" to its resources.`,
    ))
}

for (const kustomization of ['', '#- apps/kustomization.yaml\nresources: []'])
  test(`nothing would give a namespace: ${kustomization === '' ? 'no kustomization' : 'one without it'}`, () =>
    assert.match(
      words(kustomization),
      /without a namespace\. Give it one, or set defaultPolicyNamespace in the settings or in fluxmark\.yaml\.$/,
    ))
