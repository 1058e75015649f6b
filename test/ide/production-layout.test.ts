import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { policiesIn } from '../../server/src/ide/fixes/actions.ts'
import { hover } from '../../server/src/ide/hover/hover.ts'
import { definition } from '../../server/src/ide/navigate/definition.ts'
import { fixture } from '../fixture.ts'

/** Leaf policies of four lines; all else comes from one kustomization's patches, chosen by annotations. */
const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0 prod-abc-100 prod-abc-200
#- registry ghcr.io/acme/api: 1.0.0 2.0.0
#- images/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: flux-system
resources:
- ../apps/web/image.yaml
- ../apps/api/image.yaml
- automation.yaml
patches:
- path: prod-image-policy.yaml
  target: {kind: ImagePolicy, annotationSelector: hmcts.github.com/prod-automated!=disabled}
- path: semver-image-policy.yaml
  target: {kind: ImagePolicy, annotationSelector: 'hmcts.github.com/prod-automated==disabled,hmcts.github.com/kind==semver'}
- path: repository.yaml
  target: {kind: ImageRepository}
- patch: '- {op: add, path: /spec/provider, value: generic}'
  target: {kind: ImageRepository, annotationSelector: 'azure!=true'}
- patch: '- {op: add, path: /metadata/labels, value: {team: apps}}'
  target: {kind: ImagePolicy}
#- images/prod-image-policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: all}
spec:
  filterTags: {pattern: '^prod-[a-f0-9]+-(?P<ts>[0-9]+)', extract: $ts}
  policy: {alphabetical: {order: asc}}
#- images/semver-image-policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: all}
spec: {policy: {semver: {range: '>=1.0.0'}}}
#- images/repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: all}
spec: {interval: 5m}
#- images/automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@example.com}}
  policySelector: {matchLabels: {team: apps}}
  update: {path: ./apps, strategy: Setters}
#- apps/web/image.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web}
spec: {image: ghcr.io/acme/web}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web}
spec: {imageRepositoryRef: {name: web}}
#- apps/api/image.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: api}
spec: {image: ghcr.io/acme/api}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: api
  annotations: {hmcts.github.com/prod-automated: disabled, hmcts.github.com/kind: semver}
spec: {imageRepositoryRef: {name: api}}
#- apps/web/deployment.yaml
kind: Deployment
metadata: {name: web}
image: ghcr.io/acme/web:prod-abc-200 # {"$imagepolicy": "flux-system:web"}
#- apps/api/deployment.yaml
kind: Deployment
metadata: {name: api}
image: ghcr.io/acme/api:1.0.0 # {"$imagepolicy": "flux-system:api"}
`)

const at = (path: string, words: string) => snapshot.files.get(path)?.text.indexOf(words) ?? -1

test('nothing is called wrong, and the latest tags are known', () => {
  const found = [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
  assert.deepEqual(
    found.map(({ path, code, message }) => `${path} ${code} ${message}`),
    ['apps/api/deployment.yaml outdated 2.0.0 is the latest tag of flux-system:api, 1.0.0 is written here'],
  )
})

test('the hover tells where each part came from', () => {
  const text =
    hover(
      snapshot,
      'apps/web/deployment.yaml',
      at('apps/web/deployment.yaml', '"flux-system'),
      0,
    )?.markdown.replaceAll('\\', '') ?? ''
  assert.match(
    text,
    /patch images\/prod-image-policy.yaml of images\/kustomization.yaml, chosen by .*annotationSelector hmcts.github.com\/prod-automated!=disabled/,
  )
  assert.match(
    text,
    /As `images` gives it, its namespace `flux-system` from namespace of images\/kustomization.yaml/,
  )
  assert.match(text, /prod-abc-200` is the latest/)
})

test('the policy of a file on screen is asked for, though its namespace stands elsewhere', () => {
  assert.deepEqual(policiesIn(snapshot, 'apps/web/image.yaml'), [{ namespace: 'flux-system', name: 'web' }])
  const text = hover(snapshot, 'apps/api/image.yaml', at('apps/api/image.yaml', 'name: api\n  ann') + 7, 0)
  assert.match(text?.markdown ?? '', /Latest: `ghcr.io\/acme\/api:2.0.0`/)
})

test('a marker leads to the resource and to its patches', () => {
  const path = 'apps/api/deployment.yaml'
  const places = definition(snapshot, path, at(path, '"flux-system'))?.places.map(place => place.path) ?? []
  assert.equal(places[0], 'apps/api/image.yaml')
  assert.ok(places.includes('images/semver-image-policy.yaml'), places.join())
  assert.ok(!places.includes('images/prod-image-policy.yaml'), places.join())
})
