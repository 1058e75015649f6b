import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import type { Diagnostic } from '../../../server/src/ide/answers.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture, settledAfter } from '../../fixture.ts'

function all(snapshot: Snapshot): readonly Diagnostic[] {
  return [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
}

/** The fixes of the first finding of a code; each makes the finding go and brings none. */
function fixesOf(source: string, code: string) {
  const { snapshot } = fixture(source)
  const before = all(snapshot)
  const found = before.find(one => one.code === code)
  assert.ok(found, before.map(one => one.code).join())
  for (const { title, edits } of found.fixes) {
    const after: readonly string[] = all(settledAfter(snapshot, edits))
      .filter(one => one.code !== code || one.path === found.path)
      .map(one => one.code)
    const left = before.map(one => one.code).filter(one => one !== code)
    assert.deepEqual(
      after.filter(one => one !== 'outdated' && !left.includes(one)),
      [],
      title,
    )
  }
  return found.fixes
}

const source = `
#- clusters/source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: apps}
spec: {url: 'ssh://git@github.com/acme/fleet', interval: 5m, ref: {branch: main}, secretRef: {name: key}}
#- registry ghcr.io/acme/web: 1.0.0
#- policy apps:web ghcr.io/acme/web semver 1.x
`

test('a file outside every update path: a wider path, with what it newly reaches, or an automation of its own', () => {
  const fixes = fixesOf(
    `${source}#- automation apps:main ./clusters/prod
#- clusters/prod/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- clusters/staging/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- clusters/test/web.yaml
tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}
`,
    'marker-outside-update-path',
  )
  assert.deepEqual(
    fixes.map(({ title, consequence }) => [title, consequence]),
    [
      [
        'Widen the update path of ImageUpdateAutomation main to ./clusters, which newly reaches 2 markers',
        'It newly reaches apps:web in clusters/staging/web.yaml, apps:web:tag in clusters/test/web.yaml.',
      ],
      ['Add an ImageUpdateAutomation for ./clusters/staging', undefined],
    ],
  )
})

test('a selector that leaves a policy out: its label, or a selector that takes it too', () => {
  const labelled = (selector: string) => `${source.replace(/#- policy.*\n/, '')}
#- policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps, labels: {env: staging}}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}}
    push: {branch: updates}
  policySelector:
    ${selector}
  update: {path: ./}
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`
  const titles = (selector: string) =>
    fixesOf(labelled(selector), 'marker-not-selected').map(({ title }) => title)
  const extend = 'Have the policySelector of main take env=staging too'
  assert.deepEqual(titles('matchLabels: {env: prod}'), ['Add the label to ImagePolicy web', extend])
  assert.deepEqual(titles('matchLabels:\n      env: prod'), ['Add the label to ImagePolicy web', extend])
  assert.deepEqual(titles('matchExpressions: [{key: env, operator: In, values: [prod]}]'), [extend])
  assert.deepEqual(titles('matchLabels: {team: web}'), ['Add the label to ImagePolicy web'])
})

test('a range that takes nothing: with prereleases, or wider', () => {
  const titles = (range: string, tags: string) => {
    const text = `#- registry ghcr.io/acme/web: ${tags}\n#- policy apps:web ghcr.io/acme/web semver ${range}`
    return fixesOf(text, 'policy-range-matches-nothing').map(({ title }) => title)
  }
  assert.deepEqual(titles('>=1.0.0', '1.0.0-rc.1 1.1.0-rc.2'), ['Take prereleases: >=1.0.0-0'])
  assert.deepEqual(titles('1.x', '1.0.0-rc.1 1.1.0-rc.2'), ['Take prereleases: >=1.0.0-0 <2.0.0-0'])
  assert.deepEqual(titles('^1.2.0', '2.3.0 2.4.0'), ['Widen the range: >=1.2.0 <3.0.0'])
  assert.deepEqual(titles('>=5.0.0', '2.3.0'), [])
})
