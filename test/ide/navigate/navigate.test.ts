import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { definition } from '../../../server/src/ide/navigate/definition.ts'
import { documentLinks } from '../../../server/src/ide/navigate/document-links.ts'
import { highlights } from '../../../server/src/ide/navigate/highlights.ts'
import { implementation } from '../../../server/src/ide/navigate/implementation.ts'
import { markerTokens } from '../../../server/src/ide/navigate/marker-tokens.ts'
import { type OutlineItem, outline } from '../../../server/src/ide/navigate/outline.ts'
import { registryPage } from '../../../server/src/ide/navigate/registry-page.ts'
import { workspaceSymbols } from '../../../server/src/ide/navigate/workspace-symbols.ts'
import { fixture } from '../../fixture.ts'

const workspace = `
#- policy apps:web ghcr.io/acme/web semver 1.x
#- policy apps:api ghcr.io/acme/api semver 1.x
#- automation apps:main ./clusters
#- automation other:main ./clusters
#- clusters/source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: apps}
spec: {url: 'ssh://git@github.com/acme/fleet', secretRef: {name: deploy-key}}
---
apiVersion: v1
kind: Secret
metadata: {name: deploy-key, namespace: apps}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: apps}
spec:
  path: ./clusters/apps
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: apps}]
#- clusters/apps/kustomization.yaml
resources: [web.yaml]
#- clusters/apps/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: apps}
spec:
  template:
    spec:
      containers:
        - image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:we$0b"}
        - image: nginx:1.27 # {"$imagepolicy": "apps:api:tag"}
        - image: registry.acme.example/tools/x:1
---
tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}
`

function world() {
  const { snapshot, cursor } = fixture(workspace)
  assert.ok(cursor)
  const text = (path: string, span: readonly [number, number]) =>
    snapshot.files.get(path)?.text.slice(...span) ?? ''
  return { snapshot, text, ...cursor }
}

/** An outline as a page: name, kind and detail of a line each. */
function lines(items: readonly OutlineItem[], indent = ''): readonly string[] {
  return items.flatMap(({ name, kind, detail, children }) => [
    `${indent}${name} (${kind}: ${detail})`,
    ...lines(children, `${indent}  `),
  ])
}

test('the outline lists objects of Flux, and what holds markers with them below', () => {
  const { snapshot } = world()
  assert.deepEqual(lines(outline(snapshot, 'clusters/apps/web.yaml')), [
    'web (object: Deployment)',
    '  apps:web (marker: ghcr.io/acme/web:1.0.0)',
    '  apps:api:tag (marker: nginx:1.27)',
    'apps:web:tag (marker: 1.0.0)',
  ])
  assert.deepEqual(lines(outline(snapshot, 'clusters/source.yaml')), [
    'apps:flux-system (object: GitRepository)',
    'apps:apps (object: Kustomization)',
  ])
  assert.deepEqual(lines(outline(snapshot, 'policies/apps-web.yaml')), [
    'apps:web (ImageRepository: ImageRepository)',
    'apps:web (ImagePolicy: ImagePolicy)',
  ])
  assert.deepEqual(outline(snapshot, 'clusters/apps/kustomization.yaml'), [])
})

test('every name of an outline lies within its object, and every marker within its own', () => {
  const { snapshot } = world()
  const visit = (item: OutlineItem, [start, end]: readonly [number, number]) => {
    assert.ok(start <= item.span[0] && item.span[1] <= end, item.name)
    assert.ok(item.span[0] <= item.nameSpan[0] && item.nameSpan[1] <= item.span[1], item.name)
    for (const child of item.children) visit(child, item.span)
  }
  for (const { path, text } of snapshot.files.values())
    for (const item of outline(snapshot, path)) visit(item, [0, text.length])
})

test('symbols of the workspace are found by letters of their kind and name', () => {
  const { snapshot } = world()
  const names = (query: string) =>
    workspaceSymbols(snapshot, query).map(({ detail, name, path }) => `${detail} ${name} ${path}`)
  assert.deepEqual(names('policyapi'), ['ImagePolicy apps:api policies/apps-api.yaml'])
  assert.deepEqual(names('Automation'), [
    'ImageUpdateAutomation apps:main automations/apps-main.yaml',
    'ImageUpdateAutomation other:main automations/other-main.yaml',
  ])
  assert.deepEqual(names('zzz'), [])
  assert.equal(names('').length, 8)
})

test('a marker is carried out by its policy, its repository and the automation that writes it', () => {
  const { snapshot, path, offset } = world()
  assert.deepEqual(
    implementation(snapshot, path, offset).map(one => one.path),
    ['policies/apps-web.yaml', 'policies/apps-web.yaml', 'automations/apps-main.yaml'],
  )
  const policy = 'policies/apps-web.yaml'
  const name = snapshot.files.get(policy)?.text.lastIndexOf('web, namespace') ?? 0
  assert.deepEqual(
    implementation(snapshot, policy, name).map(one => one.path),
    ['policies/apps-web.yaml', 'automations/apps-main.yaml'],
  )
})

test('a reference of a Flux object leads to the object', () => {
  const { snapshot, text } = world()
  const path = 'clusters/source.yaml'
  const source = snapshot.files.get(path)?.text ?? ''
  const from = (words: string, from = 0) => {
    const offset = source.indexOf(words, from) + words.length
    return definition(snapshot, path, offset)?.places.map(place => [place.path, text(place.path, place.span)])
  }
  assert.deepEqual(from('secretRef: {name: dep'), [[path, 'deploy-key']])
  assert.deepEqual(from('kind: GitRepository, name: f'), [[path, 'flux-system']])
  assert.deepEqual(from('dependsOn: [{name: a'), [[path, 'apps']])
  assert.deepEqual(from('path: ./clu'), [['clusters/apps/kustomization.yaml', '']])
})

describe('links', () => {
  test('lead from images to pages of registries, and from references to what they name', () => {
    const { snapshot, text } = world()
    const links = (path: string) =>
      documentLinks(snapshot, path).map(({ span, to }) => [
        text(path, span),
        'page' in to ? to.page : to.path,
      ])
    assert.deepEqual(links('clusters/apps/web.yaml'), [
      ['ghcr.io/acme/web:1.0.0', 'https://ghcr.io/acme/web'],
      ['nginx:1.27', 'https://hub.docker.com/_/nginx/tags'],
    ])
    assert.deepEqual(links('policies/apps-web.yaml'), [
      ["'ghcr.io/acme/web'", 'https://ghcr.io/acme/web'],
      ['web', 'policies/apps-web.yaml'],
    ])
    assert.deepEqual(links('clusters/source.yaml'), [
      ['deploy-key', 'clusters/source.yaml'],
      ['./clusters/apps', 'clusters/apps/kustomization.yaml'],
      ['flux-system', 'clusters/source.yaml'],
      ['apps', 'clusters/source.yaml'],
    ])
  })

  const pages: readonly (readonly [string, string | undefined])[] = [
    ['nginx', 'https://hub.docker.com/_/nginx/tags'],
    [`docker.io/acme/web:1@sha256:${'a'.repeat(64)}`, 'https://hub.docker.com/r/acme/web/tags'],
    ['quay.io/prometheus/node-exporter:v1', 'https://quay.io/repository/prometheus/node-exporter?tab=tags'],
    ['gcr.io/acme/web', 'https://gcr.io/acme/web'],
    ['eu.gcr.io/acme/web', 'https://eu.gcr.io/acme/web'],
    ['europe-west1-docker.pkg.dev/acme/apps/web', 'https://europe-west1-docker.pkg.dev/acme/apps/web'],
    ['public.ecr.aws/acme/web', 'https://gallery.ecr.aws/acme/web'],
    ['mcr.microsoft.com/dotnet/sdk:9', 'https://mcr.microsoft.com/en-us/artifact/mar/dotnet/sdk/tags'],
    ['ghcr.io:8443/acme/web', undefined],
    ['ghcr.io/../evil', undefined],
    ['ghcr.io/acme//web', undefined],
    ['ghcr.io.evil.example/acme/web', undefined],
    ['registry.acme.example/web', undefined],
    ['javascript:alert(1)', undefined],
    ['not an image', undefined],
  ]
  for (const [image, page] of pages)
    test(`of ${image}: ${page ?? 'none'}`, () => assert.equal(registryPage(image), page))
})

test('every marker of a policy in the file lights up, and every one of a namespace', () => {
  const { snapshot, path, offset, text } = world()
  assert.deepEqual(
    highlights(snapshot, path, offset).map(span => text(path, span)),
    ['web', 'web'],
  )
  const namespace = snapshot.files.get(path)?.text.indexOf('"apps:') ?? 0
  assert.deepEqual(
    highlights(snapshot, path, namespace + 2).map(span => text(path, span)),
    ['apps', 'apps', 'apps'],
  )
})

test('the words of markers are told apart', () => {
  const { snapshot, path, text } = world()
  assert.deepEqual(
    markerTokens(snapshot, path).map(({ span, kind }) => `${kind} ${text(path, span)}`),
    [
      'namespace apps',
      'policy web',
      'namespace apps',
      'policy api',
      'part tag',
      'namespace apps',
      'policy web',
      'part tag',
    ],
  )
})
