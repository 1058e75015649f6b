import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heldAutomation, heldPolicy } from '../../../server/src/flux/hold/held.ts'
import { heldComments, heldCommentText } from '../../../server/src/flux/hold/held-comment.ts'
import type { HoldPlan } from '../../../server/src/flux/hold/hold.ts'
import { exactRange, rangeWithout } from '../../../server/src/flux/hold/hold-ranges.ts'
import { narrowedPattern } from '../../../server/src/flux/hold/narrow-pattern.ts'
import { planFreeze } from '../../../server/src/flux/hold/plan-freeze.ts'
import { planHold } from '../../../server/src/flux/hold/plan-hold.ts'
import { planRelease } from '../../../server/src/flux/hold/plan-release.ts'
import { type HoldRefusal, isRefusal } from '../../../server/src/flux/hold/refusal.ts'
import { withFiles } from '../../../server/src/flux/workspace/snapshot.ts'
import { codeLenses } from '../../../server/src/ide/hints/code-lenses.ts'
import { hover } from '../../../server/src/ide/hover/hover.ts'
import { fixture } from '../../fixture.ts'

const ref = { namespace: 'apps', name: 'web' }
const occasion = { since: '2026-11-30T12:00:00Z' }

for (const [pattern, extract, tag, narrowed] of [
  ['^main-[a-f0-9]+-(?P<ts>[0-9]+)$', '$ts', 'main-ab12-17', '^main-ab12-(?P<ts>17)$'],
  ['v([0-9]+)[.]([0-9]+)', '$2$1', 'v1.2', '^v(1)\\.(2)$'],
  ['(a|(b))-([0-9]+)', '$3', 'a-7', '^(()a)-(7)$'],
  ['^((?P<x>[a-z]+)-([0-9]+))(?:-rc)?$', '${x}$3', 'web-12-rc', '^((?P<x>web)-(12))-rc$'],
  ['(x)', '', '1.x.3', '^1\\.x\\.3$'],
  ['^prod-', '', 'dev-1', undefined],
] as const) {
  test(`${pattern} at ${tag} keeps its groups`, () =>
    assert.equal(narrowedPattern({ pattern, extract }, tag), narrowed))
}

test('a range takes one version, or all others', () => {
  assert.deepEqual(['v1.2.3', '1.2.3-rc.1', '2024.01.02', '1.2.3+build', '1.2'].map(exactRange), [
    '1.2.3',
    '1.2.3-rc.1',
    '2024.1.2',
    '1.2.3',
    undefined,
  ])
  assert.equal(
    rangeWithout('1.x || >=3.0.0 <4.0.0', 'v3.1.0', 'flux-2.7'),
    '1.x, !=3.1.0 || >=3.0.0 <4.0.0, !=3.1.0',
  )
  assert.equal(rangeWithout('1.0.0 - 2.0.0', '1.5.0', 'flux-2.7'), '1.0.0 - 2.0.0, !=1.5.0')
  assert.equal(rangeWithout('1.x', 'latest', 'flux-2.7'), undefined)
})

test('a comment is one line whatever is in it, and holds no variable and no marker', () => {
  const note = {
    target: 'apps:web',
    kind: 'policy',
    by: 'range',
    at: '1.0.0',
    since: occasion.since,
    reason: 'two\nlines \u2028 ${x} {"$imagepolicy": "a:b"} \u202e',
    was: "'${range}'",
    now: '1.0.0',
  } as const
  const text = heldCommentText(note)
  assert.doesNotMatch(text, /[\n\r\u2028\u202e]|\$\{|\$imagepolicy/)
  assert.deepEqual(heldComments(`  ${text}\n`)[0]?.note, note)
})

test('what is not listed, excluded, left out by the filter, or no tag at all is refused', () => {
  const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0 1.1.0.sig
#- policy apps:web ghcr.io/acme/web semver 1.x
`)
  assert.match(
    refused(planHold(snapshot, { ref, at: '9.9.9', by: 'range' }, occasion)),
    /has no tag 9\.9\.9: the policy would fail/,
  )
  assert.match(
    refused(planHold(snapshot, { ref, at: '1.1.0.sig', by: 'range' }, occasion)),
    /exclusionList of ImageRepository web leaves 1\.1\.0\.sig out/,
  )
  assert.match(
    refused(planHold(snapshot, { ref, at: 'a b', by: 'range' }, occasion)),
    /a b is no tag|has no tag a b/,
  )
})

test('the last version cannot be skipped, and where the tags are not known that is said', () => {
  const { snapshot } = fixture(
    '#- registry ghcr.io/acme/web: 1.0.0\n#- policy apps:web ghcr.io/acme/web semver 1.x\n',
  )
  assert.match(
    refused(planHold(snapshot, { ref, at: '1.0.0', by: 'exclude' }, occasion)),
    /without 1\.0\.0 no tag is left/,
  )
  const unknown = fixture('#- policy apps:web ghcr.io/acme/web semver 1.x\n').snapshot
  const { notes } = done(planHold(unknown, { ref, at: '1.0.0', by: 'range' }, occasion))
  assert.match(
    notes.join(),
    /The tags of ghcr\.io\/acme\/web are not known: whether the registry still lists 1\.0\.0/,
  )
})

test('a version is skipped where the tags are not known', () => {
  const { snapshot } = fixture('#- policy apps:web ghcr.io/acme/web semver 1.x\n')
  const { texts } = done(planHold(snapshot, { ref, at: '1.0.0', by: 'exclude' }, occasion))
  assert.match([...texts.values()].join(), /range: '1\.x, !=1\.0\.0'/)
})

test('a policy that clusters have in different forms is held in all of them', () => {
  const overlay = (cluster: string, range: string) => `
#- ${cluster}/kustomization.yaml
resources: [../base]
patches:
  - target: {kind: ImagePolicy}
    patch: |
      - {op: replace, path: /spec/policy/semver/range, value: ${range}}
`
  const { snapshot } = fixture(`
#- base/kustomization.yaml
resources: [web.yaml]
#- base/web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 0.x}}}
${overlay('staging', '2.x')}${overlay('production', '1.x')}`)
  const plan = done(planHold(snapshot, { ref, at: '1.0.0', by: 'range' }, occasion))
  assert.deepEqual([...plan.texts.keys()], ['production/kustomization.yaml', 'staging/kustomization.yaml'])
  const back = done(planRelease(withFiles(snapshot, plan.texts), 'policy', ['apps:web']))
  for (const [path, text] of back.texts) assert.equal(text, snapshot.files.get(path)?.text)
})

test('up to Flux 2.6 a range that only leaves versions out takes prereleases, which is said', () => {
  const notes = (range: string, fluxVersion: string) => {
    const text = `#- registry ghcr.io/acme/web: 1.0.0 1.1.0\n#- policy apps:web ghcr.io/acme/web semver ${range}\n`
    const { snapshot } = fixture(text, { fluxVersion })
    return done(planHold(snapshot, { ref, at: '1.1.0', by: 'exclude' }, occasion)).notes.join()
  }
  assert.match(notes('!=0.9.0', '2.6'), /Flux up to 2\.6 takes prereleases by !=0\.9\.0, !=1\.1\.0/)
  assert.doesNotMatch(notes('!=0.9.0', '2.9'), /prereleases/)
  assert.doesNotMatch(notes('>=1.0.0', '2.6'), /prereleases/)
})

test('an exclusion list keeps to 25 entries, and reaches the other policies of the image', () => {
  const list = (count: number) => Array.from({ length: count }, (_, at) => `^x${at}$`).join(', ')
  const text = (count: number) => `
#- registry ghcr.io/acme/web: 101 102
#- policy apps:other ghcr.io/acme/web numerical asc
#- web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
  image: ghcr.io/acme/web
  exclusionList: [${list(count)}]
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {numerical: {order: asc}}}
`
  const wish = { ref, at: '102', by: 'exclude' } as const
  const plan = done(planHold(fixture(text(24)).snapshot, wish, occasion))
  assert.match(plan.texts.get('web.yaml') ?? '', /\^x23\$, '\^102\$'\]/)
  assert.deepEqual(plan.affects, ['apps:other'])
  assert.match(plan.notes.join(), /It reaches apps:other too/)
  assert.match(
    refused(planHold(fixture(text(25)).snapshot, wish, occasion)),
    /has 25 entries, and 25 are the most/,
  )
})

test('what a variable or JSON holds is refused', () => {
  const policy = (range: string) =>
    `{"apiVersion": "image.toolkit.fluxcd.io/v1", "kind": "ImagePolicy", "metadata": {"name": "web", "namespace": "apps"}, "spec": {"imageRepositoryRef": {"name": "web"}, "policy": {"semver": {"range": "${range}"}}}}`
  const json = fixture(
    `#- kustomization.yaml\nresources: [web.json]\n#- web.json\n${policy('1.x')}\n`,
  ).snapshot
  assert.match(
    refused(planHold(json, { ref, at: '1.0.0', by: 'range' }, occasion)),
    /web\.json is JSON, in which no comment/,
  )
  const variable = fixture(`
#- apps/web.yaml
${policy('${range}')}
#- apps/kustomization.yaml
resources: [web.yaml]
#- flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  sourceRef: {kind: GitRepository, name: flux-system}
  postBuild: {substitute: {range: 1.x}}
`).snapshot
  assert.match(
    refused(planHold(variable, { ref, at: '1.0.0', by: 'range' }, occasion)),
    /spec\.policy\.semver\.range of ImagePolicy apps\/web comes from postBuild of flux\.yaml/,
  )
})

test('a comment in a copy of the manifest counts for nothing', () => {
  const { snapshot } = fixture('#- policy apps:web ghcr.io/acme/web semver 1.x\n')
  const { texts } = done(planHold(snapshot, { ref, at: '1.0.0', by: 'range' }, occasion))
  const [[path, text] = ['', '']] = texts
  const copy = text.replaceAll('namespace: apps', 'namespace: prod')
  const after = withFiles(snapshot, [
    [path, text],
    ['prod.yaml', copy],
  ])
  assert.equal(heldPolicy(after, ref).length, 1)
  assert.equal(heldPolicy(after, { namespace: 'prod', name: 'web' }).length, 0)
  assert.deepEqual([...done(planRelease(after, 'policy', ['apps:web'])).texts.keys()], [path])
})

const automation = (name: string, spec: string) =>
  `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageUpdateAutomation\nmetadata: {name: ${name}, namespace: apps}\nspec:\n  interval: 10m\n${spec}  sourceRef: {kind: GitRepository, name: flux-system}\n  git: {commit: {author: {email: a@b.c}}}\n`

test('automations are frozen, each in its way, and come back byte for byte', () => {
  const { snapshot } = fixture(`
#- automation apps:braces ./a
#- apps/all.yaml
${automation('one', '')}---
${automation('two', '  suspend: false # runs\n')}---
${automation('three', '  suspend: true\n')}`)
  const names = ['apps:one', 'apps:two', 'apps:three', 'apps:braces']
  const plan = done(planFreeze(snapshot, names, { ...occasion, reason: 'holidays' }))
  assert.deepEqual(plan.held.map(({ target }) => target).sort(), ['apps:braces', 'apps:one', 'apps:two'])
  assert.match(plan.notes.join(), /ImageUpdateAutomation apps:three is suspended already/)
  const after = withFiles(snapshot, plan.texts)
  for (const name of names)
    assert(
      after.index.automations.get(name)?.every(({ resource }) => resource.suspend),
      name,
    )
  assert.equal(heldAutomation(after, 'apps:one')[0]?.reason, 'holidays')
  assert.match(
    codeLenses(after, 'apps/all.yaml')
      .map(({ title }) => title)
      .join('\n'),
    /frozen since 2026-11-30, because holidays\nRelease/,
  )
  const back = done(planRelease(after, 'automation', ['apps:one', 'apps:two', 'apps:braces']))
  for (const [path, text] of back.texts) assert.equal(text, snapshot.files.get(path)?.text)
  assert.match(
    refused(planRelease(after, 'automation', ['apps:three'])),
    /is suspended, but no comment remembers a hold/,
  )
})

test('a Kustomization that waits for what is frozen is told before, with what to do instead', () => {
  const { snapshot } = fixture(`
#- apps/one.yaml
${automation('one', '')}
#- apps/kustomization.yaml
resources: [one.yaml]
#- flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  path: ./apps
  wait: true
  sourceRef: {kind: GitRepository, name: flux-system}
`)
  const { notes } = done(planFreeze(snapshot, ['apps:one'], occasion))
  assert.match(
    notes.join(),
    /Kustomization apps has wait: true and applies one: it fails while that is suspended\. Have it list healthChecks in place of wait, or hold the policies instead/,
  )
})

test('lens and hover say since when, how and why a policy is held', () => {
  const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
`)
  const plan = done(planHold(snapshot, { ref, at: '1.0.0', by: 'range' }, { ...occasion, reason: 'broken' }))
  const after = withFiles(snapshot, plan.texts)
  const path = 'policies/apps-web.yaml'
  assert.match(
    codeLenses(after, path)
      .map(({ title }) => title)
      .join('\n'),
    /held at 1\.0\.0 since 2026-11-30, by range, because broken\nRelease/,
  )
  const [policy] = after.index.policies.get('apps:web') ?? []
  assert.match(
    hover(after, path, policy?.resource.span[0] ?? 0, 0)?.markdown ?? '',
    /held at 1.*0.*because broken/,
  )
})

function done(plan: HoldPlan | HoldRefusal): HoldPlan {
  assert(!isRefusal(plan), isRefusal(plan) ? plan.reason : '')
  return plan
}

function refused(plan: HoldPlan | HoldRefusal): string {
  assert(isRefusal(plan), 'it was not refused')
  return plan.reason
}
