import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withAnswers } from '../../../server/src/flux/workspace/snapshot.ts'
import { type Grouping, type UpdateNode, updateTree } from '../../../server/src/ide/updates/tree.ts'
import { updateValues } from '../../../server/src/ide/updates/values.ts'
import { fixture } from '../../fixture.ts'

const day = 86_400_000

const shop = `
#- registry ghcr.io/acme/web: 1.2.3 1.3.0 2.0.0
#- registry ghcr.io/acme/api: main-1
#- policy apps:web ghcr.io/acme/web semver 1.x
#- policy apps:api ghcr.io/acme/api semver 1.x
#- policy apps:far registry.example.com/acme/far semver 1.x
#- automation apps:main ./apps
#- apps/web.yaml
image: ghcr.io/acme/web:1.2.3 # {"$imagepolicy": "apps:web"}
sidecar: ghcr.io/acme/web:1.3.0 # {"$imagepolicy": "apps:web"}
#- apps/api.yaml
image: ghcr.io/acme/api:main-1 # {"$imagepolicy": "apps:api"}
#- apps/far.yaml
image: registry.example.com/acme/far:1.0.0 # {"$imagepolicy": "apps:far"}
#- old/web.yaml
image: ghcr.io/acme/web:1.2.3 # {"$imagepolicy": "apps:web"}
`

const waiting = new Map([['registry.example.com/acme/far', 'registry.example.com']])

/** The tree as lines: two spaces a level, label, description. */
function drawn(nodes: readonly UpdateNode[], depth = 0): readonly string[] {
  return nodes.flatMap(({ label, description, children }) => [
    `${'  '.repeat(depth)}${label} | ${description}`,
    ...drawn(children, depth + 1),
  ])
}

function tree(source: string, by: Grouping = 'automation') {
  const { snapshot } = fixture(source)
  return updateTree(snapshot, updateValues(snapshot, { waiting }), by, 10 * day)
}

test('values stand below their policy and its automation, with what would become of them and why not', () => {
  assert.deepEqual(drawn(tree(shop)), [
    'apps/main | 1 outdated · 1 failed · 1 waiting for your consent',
    '  api | main-1 · failed (policy-range-matches-nothing)',
    '    api.yaml:1 | main-1 · failed (policy-range-matches-nothing) · apps',
    '  far | 1.0.0 · waiting for your consent',
    '    far.yaml:1 | 1.0.0 · waiting for your consent · apps',
    '  web | 1 outdated',
    '    web.yaml:1 | 1.2.3 → 1.3.0 · minor · apps',
    '    web.yaml:2 | 1.3.0 · apps',
    'No automation | 1 not reached by Flux',
    '  apps/web | 1.2.3 · not reached by Flux',
    '    web.yaml:1 | 1.2.3 · not reached by Flux · old',
  ])
})

test('the same values by environment, by image and by state', () => {
  const named = `${shop}#- fluxmark.yaml
environments:
  - name: production
    path: apps
`
  const labels = (source: string, by: Grouping) => tree(source, by).map(({ label }) => label)
  assert.deepEqual(labels(shop, 'environment'), ['apps', 'old'])
  assert.deepEqual(labels(named, 'environment'), ['old', 'production'])
  assert.deepEqual(labels(shop, 'image'), [
    'ghcr.io/acme/api',
    'ghcr.io/acme/web',
    'registry.example.com/acme/far',
  ])
  assert.deepEqual(labels(shop, 'state'), [
    'Outdated',
    'Failed',
    'Waiting for your consent',
    'Not reached by Flux',
    'Up to date',
  ])
})

test('every row says all that it shows in words, the age of a tag where it is known', () => {
  const { snapshot } = fixture(shop)
  const value = { digest: 'sha256:0', platforms: [], created: new Date(7 * day).toISOString() }
  const aged = withAnswers(snapshot, { details: [['ghcr.io/acme/web:1.3.0', { at: 0, value }]] })
  const [main] = updateTree(aged, updateValues(aged, { waiting }), 'automation', 10 * day)
  const policy = main?.children.find(({ label }) => label === 'web')
  assert.equal(
    policy?.children[0]?.accessible,
    'web.yaml line 1 in apps: outdated, 1.2.3 to 1.3.0, minor, 3 days old, by policy apps/web',
  )
  assert.equal(main?.accessible, 'automation apps/main: 1 outdated · 1 failed · 1 waiting for your consent')
  const far = main?.children.find(({ label }) => label === 'far')
  assert.match(
    far?.accessible ?? '',
    /waiting for your consent, 1\.0\.0 is written: registry\.example\.com is asked once you allow it/,
  )
})

test('what is suspended says so, and is not counted as outdated', () => {
  const suspended = shop.replace(
    '#- automation apps:main ./apps',
    `#- automations/main.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  suspend: true
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: a@b.example}}}
  update: {path: ./apps}`,
  )
  const [main] = tree(suspended)
  assert.match(main?.description ?? '', /^suspended · /)
  const web = main?.children.find(({ label }) => label === 'web')
  assert.equal(web?.state, 'suspended')
  assert.equal(web?.description, '2 suspended')
})
