import type { Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import { fixture } from '../../fixture.ts'
import { warning } from './events.ts'
import { before, condition, held, noon, notReady } from './reading.ts'
import { automationSpec, latest, listedAt, scanned } from './web.ts'

/** A repository of 7 images, 3 automations and the cluster that applies them, and two states of that cluster, each of 20 objects and more. */

const images = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'] as const
const automations = ['first', 'second', 'third'] as const

const text = [
  ...images.map(name => `#- registry ghcr.io/a/${name}: 1.0.0 1.1.0`),
  ...images.map(name => `#- policy apps:${name} ghcr.io/a/${name} semver 1.x`),
  ...automations.map(name => `#- automation apps:${name} ./apps`),
  `#- flux-system/gotk-sync.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 1m, url: ssh://git@git.example/fleet, ref: {branch: main}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {interval: 10m, path: ./, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`,
].join('\n')

export function fleet(): Snapshot {
  return listedAt(fixture(text).snapshot)
}

const oid = 'c'.repeat(40)

const policySpec = (name: string, range = '1.x') => ({
  imageRepositoryRef: { name },
  policy: { semver: { range } },
})
const policy = (name: string, status: object, spec: object = policySpec(name), generation = 1) =>
  held('ImagePolicy', name, { spec, status, generation })
const repository = (name: string, status: object, more: object = {}) =>
  held('ImageRepository', name, { spec: { image: `ghcr.io/a/${name}`, interval: '5m', ...more }, status })
const listed = (name: string, minutes: number, count?: number) => ({
  ...scanned(minutes, count),
  canonicalImageName: `ghcr.io/a/${name}`,
})
const tag = (name: string, version: string) => latest(version, `ghcr.io/a/${name}`)
const automation = (name: string, status: object, more: object = {}) =>
  held('ImageUpdateAutomation', name, { spec: { ...automationSpec, ...more }, status })
const source = (status: object) =>
  held('GitRepository', 'flux-system', {
    namespace: 'flux-system',
    spec: { interval: '1m', url: 'ssh://git@git.example/fleet', ref: { branch: 'main' }, timeout: '60s' },
    status,
  })
const root = (status: object) =>
  held('Kustomization', 'flux-system', {
    namespace: 'flux-system',
    spec: {
      interval: '10m',
      path: './',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'flux-system' },
    },
    status,
  })
const controller = (name: string, version: string, more: object, args: readonly string[] = []) =>
  held('Deployment', name, {
    namespace: 'flux-system',
    labels: { 'control-plane': 'controller' },
    spec: {
      ...more,
      selector: {},
      template: {
        spec: { containers: [{ name: 'manager', image: `ghcr.io/fluxcd/${name}:${version}`, args }] },
      },
    },
    status: { readyReplicas: Reflect.get(more, 'replicas') === 0 ? 0 : 1 },
  })

/** Nothing is broken: some is older, otherwise or not there. */
export const lagging: readonly object[] = [
  policy('one', tag('one', '1.1.0')),
  policy('two', tag('two', '1.0.0')),
  policy('three', tag('three', '2.0.0'), policySpec('three', '2.x')),
  policy('four', tag('four', '1.0.0'), { ...policySpec('four'), suspend: true }),
  policy('six', tag('six', '0.9.0')),
  policy('seven', { ...tag('seven', '1.0.0'), observedGeneration: 2 }, policySpec('seven'), 3),
  held('ImagePolicy', 'charted', {
    labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'apps' },
    spec: policySpec('charted'),
    status: tag('charted', '3.0.0'),
  }),
  repository('one', listed('one', 3)),
  repository('two', listed('two', 3)),
  repository('three', listed('three', 30)),
  repository('four', listed('four', 3), { interval: '1m' }),
  repository('six', listed('six', 3, 1)),
  repository('seven', {}),
  automation('first', { lastAutomationRunTime: before(4), lastPushCommit: oid }),
  automation('second', { lastAutomationRunTime: before(60) }),
  automation('third', {}),
  source({ artifact: { revision: `main@sha1:${oid}` } }),
  root({ lastAppliedRevision: `main@sha1:${oid}` }),
  controller('image-reflector-controller', 'v1.1.0', { replicas: 1 }),
  controller('image-automation-controller', 'v1.1.0', { replicas: 1 }, ['--watch-all-namespaces=false']),
  held('ResourceSetInputProvider', 'one', {
    spec: { type: 'OCIArtifactTag', url: 'oci://ghcr.io/a/one' },
    status: { exportedInputs: [{ id: '1', tag: '1.1.0' }] },
  }),
]

const stalled = (reason: string, message: string) => ({
  conditions: [condition('Stalled', 'True', reason, message), condition('Ready', 'False', reason, message)],
})
const failing = (name: string, message: string, reason = 'ReadOperationFailed') =>
  repository(name, { ...listed(name, 3), ...notReady(reason, message) })

/** Everything is broken, each in its own way. */
export const broken: readonly object[] = [
  policy('one', notReady('DependencyNotReady', 'retrying in 30s error: no tags in database')),
  policy('two', notReady('DependencyNotReady', "ImageRepository 'apps/two' does not exist")),
  policy('three', notReady('AccessDenied', "access denied to 'apps/three'")),
  policy('four', stalled('InvalidPolicy', 'invalid policy: improper constraint')),
  policy('five', {
    ...tag('five', '1.1.0'),
    conditions: [
      condition('Ready', 'Unknown', 'Progressing'),
      condition('Reconciling', 'True', 'Progressing'),
    ],
  }),
  policy('six', notReady('NoIdea', 'who knows')),
  policy('seven', { ...tag('seven', '1.1.0'), ...notReady('ReconciliationFailed', 'the database is away') }),
  failing('one', 'failed to configure authentication options', 'AuthenticationFailed'),
  failing('two', 'UNAUTHORIZED: authentication required'),
  failing('three', 'TOOMANYREQUESTS'),
  failing('four', 'context deadline exceeded'),
  failing('five', 'x509: certificate signed by unknown authority'),
  failing('six', 'dial tcp: lookup ghcr.io: no such host'),
  repository('seven', stalled('ImageURLInvalid', 'ImageURL has a scheme')),
  automation('first', notReady('GitOperationFailed', 'failed to push: marked as read only')),
  automation('second', stalled('InvalidUpdateStrategy', 'unsupported')),
  automation('third', notReady('DependencyNotReady', 'no artifact'), { suspend: true }),
  source(notReady('GitOperationFailed', 'failed to checkout: unable to clone')),
  root(notReady('DependencyNotReady', 'dependency is not ready')),
  controller('image-reflector-controller', 'v0.35.2', { replicas: 0 }, ['--no-cross-namespace-refs']),
  warning('ImageRepository', 'one', {
    reason: 'AuthenticationFailed',
    message: 'no <b>login</b>',
    count: 30,
  }),
]

export const atNoon: number = noon
