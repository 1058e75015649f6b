import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeTransformation } from '../../server/src/kustomize/values/transformation.ts'
import { type Value, valueAt } from '../../server/src/kustomize/values/value.ts'
import { evaluate, policy } from './workspace.ts'

/** The layout of a production repository: leaves of four lines, and one kustomization at the top that does the rest. */
const production = `
#- kustomization.yaml
namespace: flux-system
resources:
- services/web/policy.yaml
- services/api/policy.yaml
- services/repository.yaml
patches:
- path: patches/interval.yaml
  target: {kind: ImageRepository, annotationSelector: "acme.io/scan!=slow"}
- target:
    kind: ImagePolicy
    annotationSelector: acme.io/stage==prod,acme.io/scheme!=calver
  patch: |
    - op: add
      path: /spec/policy
      value:
        semver:
          range: '>=1.0.0'
- path: patches/calver.yaml
  target:
    kind: ImagePolicy
    annotationSelector: acme.io/scheme==calver
#- patches/interval.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: any
spec:
  interval: 5m
#- patches/calver.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: any
spec:
  filterTags: {pattern: '^\\d+$'}
  policy:
    numerical: {order: asc}
#- services/web/policy.yaml
${policy('web', '  annotations: {acme.io/stage: prod}\nspec: {imageRepositoryRef: {name: web}}\n')}
#- services/api/policy.yaml
${policy('api', '  annotations: {acme.io/stage: prod, acme.io/scheme: calver}\nspec: {imageRepositoryRef: {name: api}}\n')}
#- services/repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web}
spec: {image: ghcr.io/acme/web}
`

test('every part of an effective policy knows where it was written, and what chose it', () => {
  const { root, object, show } = evaluate(production)
  const top = root('')
  assert.deepEqual(top.problems, [])
  const from = (value: Value | undefined) => {
    assert.ok(value)
    const { change, file } = value.source
    return [show({ file, span: value.span }), change && describeTransformation(change)]
  }

  const web = object(top, 'ImagePolicy', 'web').body
  assert.deepEqual(from(valueAt(web, 'metadata', 'name')), ['services/web/policy.yaml: web', undefined])
  assert.deepEqual(from(valueAt(web, 'metadata', 'namespace')), [
    'kustomization.yaml: flux-system',
    'namespace of kustomization.yaml',
  ])
  assert.deepEqual(from(valueAt(web, 'spec', 'policy', 'semver', 'range')), [
    "kustomization.yaml: '>=1.0.0'",
    'an inline patch of kustomization.yaml, chosen by kind ImagePolicy, annotationSelector acme.io/stage==prod,acme.io/scheme!=calver',
  ])

  const api = object(top, 'ImagePolicy', 'api').body
  assert.deepEqual(from(valueAt(api, 'spec', 'policy')), [
    'patches/calver.yaml: numerical: {order: asc}',
    'patch patches/calver.yaml of kustomization.yaml, chosen by kind ImagePolicy, annotationSelector acme.io/scheme==calver',
  ])

  const repository = object(top, 'ImageRepository', 'web')
  assert.deepEqual(from(valueAt(repository.body, 'spec', 'interval'))[0], 'patches/interval.yaml: 5m')
  assert.deepEqual(
    repository.changes.map(change => show(change)),
    [
      'kustomization.yaml: path: patches/interval.yaml\n  target: {kind: ImageRepository, annotationSelector: "acme.io/scan!=slow"}',
    ],
  )
})

test('a replaced value remembers what stood there', () => {
  const { root, object, show } = evaluate(`
#- base/kustomization.yaml
resources: [policy.yaml]
#- base/policy.yaml
${policy('web', 'spec: {interval: 1m}\n')}
#- prod/kustomization.yaml
namePrefix: eu-
resources: [../base]
patches:
- patch: |-

    ${policy('web', 'spec:\n  interval: 2m\n').replaceAll('\n', '\n    ')}
  target: {name: web}
`)
  const web = object(root('prod'), 'ImagePolicy', 'eu-web').body
  const interval = valueAt(web, 'spec', 'interval')
  assert.equal(
    interval && show({ file: interval.source.file, span: interval.span }),
    'prod/kustomization.yaml: 2m',
  )
  const was = interval?.was
  assert.equal(was && show({ file: was.source.file, span: was.span }), 'base/policy.yaml: 1m')
  const name = valueAt(web, 'metadata', 'name')
  assert.equal(name?.source.change && show(name.source.change), 'prod/kustomization.yaml: eu-')
  assert.equal(name && show({ file: name.source.file, span: name.span }), 'base/policy.yaml: web')
})
