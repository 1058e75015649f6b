import assert from 'node:assert/strict'
import { test } from 'node:test'
import { update } from '../../../server/src/flux/chain/update.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { explainLine } from '../../../server/src/ide/explain.ts'
import { fixture } from '../../fixture.ts'
import { assertDoorsAgree } from './doors.ts'

/** Whether a policy is accepted is told by what the cluster receives, not by what its own file says. */

const received = (range: string, patched: string) => `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policies/kustomization.yaml
resources: [policy.yaml]
patches:
- path: patch.yaml
#- policies/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: '${range}'}}}
#- policies/patch.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: ${patched}
#- automation apps:main ./apps
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`

for (const { what, source, ok, code } of [
  {
    what: 'a range that a patch breaks is not accepted',
    source: received('1.x', "{policy: {semver: {range: 'one'}}}"),
    ok: false,
    code: 'policy-semver-range',
  },
  {
    what: 'a range that a patch corrects is accepted',
    source: received('one', "{policy: {semver: {range: '1.x'}}}"),
    ok: true,
  },
  {
    what: 'an interval that a patch brings and the API server refuses is not accepted',
    source: received('1.x', '{digestReflectionPolicy: Sometimes}'),
    ok: false,
    code: 'schema-enum',
  },
] as const) {
  test(what, () => {
    const { snapshot } = fixture(source)
    const { links } = explainLine(snapshot, 'apps/web.yaml', 0)
    const accepted = links.find(({ name }) => name === 'accepted')
    assert.deepEqual([accepted?.ok, accepted?.code], [ok, code], JSON.stringify(links, null, 1))
    assert.equal(update(snapshot).changes.length, ok ? 1 : 0)
    const found = [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
    if (code) assert.ok(found.some(one => one.code === code && one.path === 'policies/patch.yaml'))
    else
      assert.deepEqual(
        found.filter(({ severity }) => severity === 'error'),
        [],
      )
  })
}

const message = (written: string, patched: string) => `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- automation/kustomization.yaml
resources: [automation.yaml]
patches:
- path: patch.yaml
#- automation/automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}, messageTemplate: '${written}'}
  update: {path: ./apps}
#- automation/patch.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec: {git: {commit: {messageTemplate: '${patched}'}}}
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`

for (const { what, source, ok, code } of [
  {
    what: 'a template that a patch breaks cannot be rendered',
    source: message('update', '{{ .Nothing }}'),
    ok: false,
    code: 'iua-template-unknown-field',
  },
  {
    what: 'a template that a patch corrects can be rendered',
    source: message('{{ .Nothing }}', 'update'),
    ok: true,
  },
] as const) {
  test(what, () => {
    const { snapshot } = fixture(source)
    const { links } = explainLine(snapshot, 'apps/web.yaml', 0)
    const link = links.find(({ name }) => name === 'message')
    assert.deepEqual([link?.ok, link?.code], [ok, code], JSON.stringify(links, null, 1))
    const found = [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
    assert.deepEqual(
      found.filter(one => one.severity === 'error').map(one => [one.code, one.path]),
      code ? [[code, 'automation/patch.yaml']] : [],
    )
    if (code) assert.equal(link?.place?.path, 'automation/patch.yaml')
    assertDoorsAgree(snapshot)
  })
}

const patched = (repository: string, patches: string) => `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- flux-system/gotk-components.yaml
# Flux Version: v2.9.0
# Components: source-controller,kustomize-controller,image-reflector-controller,image-automation-controller
#- policies/kustomization.yaml
resources: [policy.yaml]
${patches}
#- policies/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: ${repository}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- automation apps:main ./apps
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`
const merged = (spec: string, api = 'v1') => `patches:
- target: {kind: ImageRepository}
  patch: |
    apiVersion: image.toolkit.fluxcd.io/${api}
    kind: ImageRepository
    metadata: {name: any}
    spec: ${spec}
`
const operation = (path: string, value: string) => `patches:
- target: {kind: ImageRepository}
  patch: |
    - {op: add, path: ${path}, value: ${value}}
`
const plain = '{image: ghcr.io/acme/web, interval: 5m}'

for (const [what, source, code, word] of [
  [
    'an unknown field of a merge',
    patched(plain, merged('{intervall: 1m}')),
    'schema-unknown-field',
    'intervall',
  ],
  [
    'an unknown field of an operation',
    patched(plain, operation('/spec/every', '1m')),
    'schema-unknown-field',
    '1m',
  ],
  ['a number of a merge', patched(plain, merged('{interval: 5}')), 'schema-type', '5'],
  [
    'a number of an operation',
    patched(plain, operation('/spec/serviceAccountName', '7')),
    'schema-type',
    '7',
  ],
  ['a list of a merge', patched(plain, merged('{suspend: [true]}')), 'schema-type', '[true]'],
  ['a text of an operation', patched(plain, operation('/spec/suspend', "'true'")), 'schema-type', "'true'"],
  [
    'a version of an operation',
    patched(plain, operation('/apiVersion', 'image.toolkit.fluxcd.io/v1beta1')),
    'repo-api-version',
    'image.toolkit.fluxcd.io/v1beta1',
  ],
  ['a provider of a merge', patched(plain, merged('{provider: aws}')), 'repo-provider-host-mismatch', 'aws'],
] as const) {
  test(`${what} that only a patch brings is not accepted, and reported in the patch`, () => {
    const { snapshot } = fixture(source)
    const errors = [...snapshot.files.keys()]
      .flatMap(path => diagnostics(snapshot, path))
      .filter(({ severity }) => severity === 'error')
      .map(({ code, path, span }) => [code, path, snapshot.files.get(path)?.text.slice(...span)])
    assert.deepEqual(errors, [[code, 'policies/kustomization.yaml', word]])
    const accepted = explainLine(snapshot, 'apps/web.yaml', 0).links.find(({ name }) => name === 'accepted')
    assert.deepEqual(
      [accepted?.ok, accepted?.code, accepted?.place?.path],
      [false, code, 'policies/kustomization.yaml'],
    )
    assertDoorsAgree(snapshot)
  })
}

for (const [what, source] of [
  [
    'an unknown field',
    patched(
      '{image: ghcr.io/acme/web, interval: 5m, every: 1m}',
      `patches:
- target: {kind: ImageRepository}
  patch: '[{"op": "remove", "path": "/spec/every"}]'
`,
    ),
  ],
  ['a number', patched('{image: ghcr.io/acme/web, interval: 5}', merged('{interval: 5m}'))],
  ['a yes of an operation', patched(plain, operation('/spec/suspend', 'no'))],
  [
    'a provider',
    patched('{image: ghcr.io/acme/web, interval: 5m, provider: aws}', merged('{provider: generic}')),
  ],
  [
    'a version',
    patched(plain, operation('/apiVersion', 'image.toolkit.fluxcd.io/v1')).replace(
      'fluxcd.io/v1\nkind: ImageRepository\nmetadata: {name: web',
      'fluxcd.io/v1beta1\nkind: ImageRepository\nmetadata: {name: web',
    ),
  ],
] as const) {
  test(`${what} that a patch corrects is accepted`, () => {
    const { snapshot } = fixture(source)
    const found = [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
    assert.deepEqual(
      found.filter(({ severity }) => severity === 'error').map(({ code, path }) => [code, path]),
      [],
    )
    const accepted = explainLine(snapshot, 'apps/web.yaml', 0).links.find(({ name }) => name === 'accepted')
    assert.equal(accepted?.ok, true, accepted?.detail)
    assertDoorsAgree(snapshot)
  })
}
