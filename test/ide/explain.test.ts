import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainLine, explainPolicy, explanationText } from '../../server/src/ide/explain.ts'
import { fixture } from '../fixture.ts'

const { snapshot } = fixture(`
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0 1.1.0 2.0.0 latest
#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: a@b.c}}}
  update: {path: ./apps}
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
bad: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps/web"}
plain: 1
#- other/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)

const ends = (path: string, line: number) =>
  explainLine(snapshot, path, line).links.map(({ name, ok }) => `${name} ${ok}`)

test('every link of a marker that Flux updates', () => {
  assert.deepEqual(ends('apps/web.yaml', 0), [
    'marker true',
    'file true',
    'policy true',
    'accepted true',
    'applied null',
    'repository true',
    'tags true',
    'selection true',
    'automation true',
    'source null',
    'message true',
    'branch true',
  ])
})

test('a link that breaks says why, and hides none of the others that can be judged', () => {
  assert.deepEqual(ends('apps/web.yaml', 1), ['marker false'])
  assert.deepEqual(ends('apps/web.yaml', 2), ['marker false'])
  const { links } = explainLine(snapshot, 'other/web.yaml', 0)
  assert.equal(links.at(-1)?.name, 'automation')
  assert.match(links.at(-1)?.detail ?? '', /outside the update path/)
})

test('the branch is told behind a source that cannot be pushed to', () => {
  const { snapshot: broken } = fixture(`
#- flux/image.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: apps}
spec: {interval: 1m, url: 'https://git.example.com/fleet', ref: {branch: main}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: fleet}
  git: {push: {branch: bumps}, commit: {author: {email: a@b.c}}}
  update: {path: ./apps, strategy: Setters}
#- apps/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)
  const { links } = explainLine(broken, 'apps/web.yaml', 0)
  const source = links.find(({ name }) => name === 'source')
  const branch = links.find(({ name }) => name === 'branch')
  assert.deepEqual([source?.ok, branch?.ok], [false, true])
  assert.match(branch?.detail ?? '', /pushes to bumps/)
})

test('a policy tells what became of each tag', () => {
  const { funnel, links } = explainPolicy(snapshot, { namespace: 'apps', name: 'web' })
  assert.ok(
    links.every(({ name, ok }) => ok === (name === 'applied' || name === 'source' ? null : true)),
    JSON.stringify(links),
  )
  assert.deepEqual(
    funnel?.map(({ tag, stage }) => [tag, stage]),
    [
      ['1.0.0', 'not-latest'],
      ['1.1.0', 'selected'],
      ['2.0.0', 'out-of-range'],
      ['latest', 'unparsable'],
    ],
  )
  const missing = explainPolicy(snapshot, { namespace: 'apps', name: 'nobody' })
  assert.deepEqual(
    missing.links.map(({ name, ok }) => [name, ok]),
    [['policy', null]],
  )
  assert.match(explanationText(missing).markdown, /nobody/)
})

test('inside a policy, a repository and an automation the chain is that of what they are for', () => {
  const policies = 'policies/apps-web.yaml'
  for (const line of [2, 7]) {
    const { target, links, funnel } = explainLine(snapshot, policies, line)
    assert.equal(target, 'apps:web')
    assert.deepEqual(links, explainPolicy(snapshot, { namespace: 'apps', name: 'web' }).links)
    assert.equal(funnel?.length, 4)
  }
  const automation = explainLine(snapshot, 'automation.yaml', 4)
  assert.equal(automation.target, 'apps/web.yaml:1')
  assert.deepEqual(automation.links, explainLine(snapshot, 'apps/web.yaml', 0).links)
  const idle = fixture(`#- automation apps:main ./apps`).snapshot
  assert.deepEqual(
    explainLine(idle, 'automations/apps-main.yaml', 3).links.map(({ ok, detail }) => [ok, detail]),
    [[null, 'this ImageUpdateAutomation reaches no marker']],
  )
})
