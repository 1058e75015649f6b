import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edited } from '../../../server/src/ide/fixes/edited.ts'
import { rename, renameSpan } from '../../../server/src/ide/navigate/rename.ts'
import { fixture } from '../../fixture.ts'

/** What names `apps` in every form, and `appsy` and `web` beside it. */
const workspace = `
#- policies.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: "apps"}
spec:
  image: ghcr.io/acme/web
  accessFrom:
    namespaceSelectors:
      - matchLabels: {kubernetes.io/metadata.name: apps}
      - matchLabels: {apps: apps}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: staging}
spec: {imageRepositoryRef: {name: web, namespace: apps}, policy: {semver: {range: 1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: apps, namespace: 'apps'}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./overlay
  targetNamespace: apps
  sourceRef: {kind: GitRepository, name: apps, namespace: apps}
  dependsOn: [{name: apps, namespace: apps}]
  healthChecks: [{kind: Deployment, name: apps, namespace: apps}]
#- overlay/kustomization.yaml
namespace: apps
resources: [web.yaml]
patches:
  - target: {kind: Deployment, namespace: apps}
    patch: |-
      kind: Deployment
      apiVersion: apps/v1
      metadata:
        name: web
        namespace: apps
#- overlay/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ap$0ps, labels: {namespace: apps}}
spec:
  template:
    spec:
      containers:
        - name: apps
          image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:apps:tag"}
          args: ["--url=http://apps.apps.svc:80", "--to=apps"]
#- namespace.yaml
apiVersion: v1
kind: Namespace
metadata: {name: apps}
#- values.yaml
namespace: apps
`

function at(source: string) {
  const { snapshot, cursor } = fixture(source)
  assert.ok(cursor)
  return { snapshot, ...cursor }
}

function refusal(source: string, newName: string): string {
  const { snapshot, path, offset } = at(source)
  const renaming = rename(snapshot, path, offset, newName)
  return 'refusal' in renaming ? renaming.refusal : 'renamed'
}

test('a namespace is renamed where it is meant, whatever else has its name', () => {
  const { snapshot, path, offset } = at(workspace)
  const text = snapshot.files.get(path)?.text ?? ''
  assert.equal(text.slice(...(renameSpan(snapshot, path, offset) ?? [0, 0])), 'apps')
  const renaming = rename(snapshot, path, offset, 'shop')
  assert.ok('edits' in renaming, JSON.stringify(renaming))
  const sure = renaming.edits.filter(({ doubt }) => doubt === undefined)
  const texts = edited(snapshot, sure)
  const changed = [...texts.values()].flatMap(text =>
    text
      .split('\n')
      .filter(line => line.includes('shop'))
      .map(line => line.trim()),
  )
  assert.deepEqual(
    changed.toSorted(),
    [
      'metadata: {name: shop}',
      'metadata: {name: web, namespace: shop, labels: {namespace: apps}}',
      'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "shop:apps:tag"}',
      'args: ["--url=http://apps.shop.svc:80", "--to=apps"]',
      'namespace: shop',
      '- target: {kind: Deployment, namespace: shop}',
      'namespace: shop',
      'targetNamespace: shop',
      'sourceRef: {kind: GitRepository, name: apps, namespace: shop}',
      'dependsOn: [{name: apps, namespace: shop}]',
      'healthChecks: [{kind: Deployment, name: apps, namespace: shop}]',
      'metadata: {name: web, namespace: "shop"}',
      '- matchLabels: {kubernetes.io/metadata.name: shop}',
      'spec: {imageRepositoryRef: {name: web, namespace: shop}, policy: {semver: {range: 1.x}}}',
      "metadata: {name: apps, namespace: 'shop'}",
    ].toSorted(),
  )
  assert.deepEqual(
    renaming.edits.flatMap(({ doubt, path: at }) => (doubt === undefined ? [] : [[at, doubt]])),
    [
      ['overlay/web.yaml', 'a label'],
      ['values.yaml', 'a value that a chart may read'],
    ],
  )
})

test('from a marker the namespace is renamed at its word, and the policy at its own', () => {
  const moved = workspace.replace('ap$0ps', 'apps')
  const from = (words: string) => {
    const { snapshot, path, offset } = at(moved.replace('"apps:apps:tag"', words))
    const span = renameSpan(snapshot, path, offset)
    const renaming = rename(snapshot, path, offset, 'shop')
    return [span?.[0], 'edits' in renaming ? renaming.edits.length : renaming.refusal]
  }
  assert.notDeepEqual(from('"ap$0ps:apps:tag"'), from('"apps:ap$0ps:tag"'))
  assert.equal(from('"apps:ap$0ps:tag"')[1], 2)
})

test('a name that is none, that is taken, or that Kubernetes gives is refused', () => {
  assert.match(refusal(workspace, 'Shop'), /is no name for a namespace/)
  assert.match(refusal(workspace, 'staging'), /There is a namespace staging already: policies.yaml names it/)
  assert.match(refusal(workspace, 'kube-apps'), /Kubernetes itself/)
})

test('a generated file, a template and a signed file refuse', () => {
  const more = (path: string, text: string) => refusal(`${workspace}\n#- ${path}\n${text}`, 'shop')
  const object = 'apiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: apps}\n'
  assert.match(
    more('made.yaml', `# This file was generated by a program. DO NOT EDIT.\n${object}`),
    /made.yaml names the namespace and is generated/,
  )
  assert.match(
    more('chart/templates/x.yaml', 'kind: Service\nmetadata:\n  name: {{ .Values.x }}\n  namespace: apps\n'),
    /chart\/templates\/x.yaml is a template/,
  )
  assert.match(more('secret.yaml', `${object}sops: {mac: x}\n`), /SOPS/)
  assert.match(more('broken.yaml', '{\nnamespace: apps'), /broken.yaml is no YAML/)
})

test('a namespace that a variable gives is refused, with the place', () => {
  const given = `${workspace}
#- vars.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: vars, namespace: flux-system}
spec:
  path: ./vars
  sourceRef: {kind: GitRepository, name: flux-system}
  postBuild: {substitute: {NS: apps}}
#- vars/kustomization.yaml
resources: [x.yaml]
#- vars/x.yaml
apiVersion: v1
kind: Service
metadata: {name: x, namespace: "\${NS}"}`
  assert.match(refusal(given, 'shop'), /Service x would stay in apps, which comes from .*vars/)
})
