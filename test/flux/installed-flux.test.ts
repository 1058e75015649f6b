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

const deployments = (...images: readonly string[]) =>
  images
    .map(
      image =>
        `apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - image: ghcr.io/fluxcd/${image}\n`,
    )
    .join('---\n')

for (const [what, text, version] of [
  ['flux bootstrap writes it', '---\n# Flux Version: v2.6.4\n# Components: source-controller\n', '2.6.4'],
  ['an old flux bootstrap writes it', '---\n# Flux version: v0.8.2\n# Components: x\n', '0.8.2'],
  [
    'only the images of its controllers tell',
    deployments('source-controller:v1.6.2', 'image-reflector-controller:v0.35.2'),
    '2.6',
  ],
  [
    'controllers are of two versions, as amid an upgrade',
    deployments('image-reflector-controller:v1.0.4', 'image-automation-controller:v0.41.1'),
    '2.6',
  ],
  ['a controller is later than any known', deployments('image-reflector-controller:v1.7.0'), '2.9'],
  ['a controller is old', deployments('image-automation-controller:v0.11.0'), '0.13'],
  ['a controller is given by digest alone', deployments('source-controller@sha256:abc'), undefined],
  ['a list of images deploys nothing', 'image: ghcr.io/fluxcd/source-controller:v1.6.2\n', undefined],
  [
    'its labels tell',
    'kind: Namespace\nmetadata:\n  labels:\n    app.kubernetes.io/part-of: flux\n    app.kubernetes.io/version: v2.7.5\n',
    '2.7.5',
  ],
  [
    'its labels tell, as before they named what it is part of',
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    app.kubernetes.io/instance: flux-system\n    app.kubernetes.io/version: v0.11.0\n---\n${deployments('image-automation-controller:v0.7.0')}`,
    '0.11.0',
  ],
  [
    'another product has such labels',
    'kind: Namespace\nmetadata:\n  labels:\n    app.kubernetes.io/instance: web\n    app.kubernetes.io/version: v0.11.0\n',
    undefined,
  ],
  ['a controller is one of the first', deployments('image-automation-controller:v0.7.0'), '0.10'],
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
