import assert from 'node:assert/strict'
import { test } from 'node:test'
import { update } from '../../../server/src/flux/chain/update.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { explainLine } from '../../../server/src/ide/explain.ts'
import { fixture } from '../../fixture.ts'

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
