import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installedFlux } from '../../server/src/flux/version/installed-flux.ts'

const instance = (version: string) => `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata:
  name: flux
spec:
  distribution:
    # Ours.
    registry: ghcr.io/fluxcd
    version: ${version}
`

for (const [what, text, version] of [
  ['flux bootstrap writes it', '---\n# Flux Version: v2.6.4\n# Components: source-controller\n', '2.6.4'],
  [
    'its labels tell',
    'kind: Namespace\nmetadata:\n  labels:\n    app.kubernetes.io/part-of: flux\n    app.kubernetes.io/version: v2.7.5\n',
    '2.7.5',
  ],
  [
    'a kustomization takes a release',
    'resources:\n- https://github.com/fluxcd/flux2/releases/download/v2.8.0/install.yaml\n',
    '2.8.0',
  ],
  [
    'a kustomization takes the manifests of a tag',
    'resources:\n- github.com/fluxcd/flux2/manifests/install?ref=v2.5.1\n',
    '2.5.1',
  ],
  ['flux-operator does so, of a minor version', instance('"2.6.x"'), '2.6'],
  ['flux-operator does so, of one release', instance('v2.7.3 # for now'), '2.7'],
  ['flux-operator takes any', instance('2.x'), undefined],
  ['flux-operator takes a stretch', instance("'>=2.5.0 <2.8.0'"), undefined],
  [
    'another product has labels',
    'metadata:\n  labels:\n    app.kubernetes.io/part-of: fluxbox\n    app.kubernetes.io/version: v1.0.0\n',
    undefined,
  ],
  [
    'only a comment names a release',
    '# github.com/fluxcd/flux2/releases/download/v2.8.0/install.yaml\n',
    undefined,
  ],
] as const) {
  test(`the installed version where ${what}`, () => assert.equal(installedFlux(text), version))
}
