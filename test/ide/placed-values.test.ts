import { describe, test } from 'node:test'
import { check } from '../ide-check.ts'

/** What clusters receive is what counts, and a squiggle stands where the wrong text is written. */

const base = (range: string, expected = '', interval = '5m') => `#- base/kustomization.yaml
resources: [repository.yaml, policy.yaml]
#- base/repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
  image: ghcr.io/acme/web
  interval: ${interval}
#- base/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
  policy:
    semver:
      range: ${range}${expected}
`

const banana =
  'policy-semver-range: This is no range, and Flux stalls the policy: improper constraint: ">=banana"'

describe('a wrong range', () => {
  test('of a JSON 6902 patch is told in the patch', () =>
    check(
      `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImagePolicy}
  patch: |
    - op: replace
      path: /spec/policy/semver/range
      value: '>=banana'
#             ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('of a JSON 6902 patch in a file of its own is told there', () =>
    check(
      `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImagePolicy}
  path: patch.yaml
#- prod/patch.yaml
- op: replace
  path: /spec/policy/semver/range
  value: '>=banana'
#         ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('of a strategic merge patch is told in the patch, once', () =>
    check(
      `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
patches:
- path: patch.yaml
#- prod/patch.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  policy:
    semver:
      range: '>=banana'
#             ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('that a replacement takes from elsewhere is reported at its source', () =>
    check(
      `${base('1.x')}#- prod/kustomization.yaml
resources: [../base, ranges.yaml]
replacements:
- source: {kind: ConfigMap, name: ranges, fieldPath: data.web}
  targets:
  - select: {kind: ImagePolicy}
    fieldPaths: [spec.policy.semver.range]
#- prod/ranges.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: ranges}
data:
  web: '>=banana'
#       ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('of a component is told in the component', () =>
    check(
      `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
components: [../component]
#- component/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: {kind: ImagePolicy}
  patch: |
    - op: replace
      path: /spec/policy/semver/range
      value: '>=banana'
#             ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('of a patch in a Flux Kustomization is told there', () =>
    check(
      `${base('1.x')}#- clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  path: ./base
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
  - target: {kind: ImagePolicy}
    patch: |
      - op: replace
        path: /spec/policy/semver/range
        value: '>=banana'
#               ^^^^^^^^ ${banana}`,
      'policy-semver-range',
    ))

  test('that one overlay corrects and another leaves is reported once, in the base', () =>
    check(
      `${base("'>=banana'", `\n#             ^^^^^^^^ ${banana}`)}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImagePolicy}
  patch: '[{"op": "replace", "path": "/spec/policy/semver/range", "value": "1.x"}]'
#- dev/kustomization.yaml
resources: [../base]
namespace: dev
#- test/kustomization.yaml
resources: [../base]
namespace: test`,
      'policy-semver-range',
    ))
})

test('an interval that every overlay corrects is not told in the base', () =>
  check(
    `${base('1.x', '', '10s')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImageRepository}
  patch: |
    - op: replace
      path: /spec/interval
      value: 5m`,
    'repo-interval-too-short',
  ))

test('an interval that an overlay makes too short is told in the overlay', () =>
  check(
    `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImageRepository}
  patch: |
    - op: replace
      path: /spec/interval
      value: 10s
#            ^^^ repo-interval-too-short: A scan every 10s`,
    'repo-interval-too-short',
  ))

test('a duration that the API server refuses is told in the overlay that brings it', () =>
  check(
    `${base('1.x')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImageRepository}
  patch: |
    - op: replace
      path: /spec/interval
      value: 1d
#            ^^ schema-pattern: spec.interval cannot be "1d"`,
    'schema-pattern',
  ))

test('and one that every overlay corrects is not told in the base', () =>
  check(
    `${base('1.x', '', '1d')}#- prod/kustomization.yaml
resources: [../base]
patches:
- target: {kind: ImageRepository}
  patch: |
    - op: replace
      path: /spec/interval
      value: 24h`,
    'schema-pattern',
  ))
