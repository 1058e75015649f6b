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
