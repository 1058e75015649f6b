import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulateAll } from '../../../server/src/flux/automation/simulate.ts'
import { heldPolicy } from '../../../server/src/flux/hold/held.ts'
import type { HoldPlan } from '../../../server/src/flux/hold/hold.ts'
import { planHold } from '../../../server/src/flux/hold/plan-hold.ts'
import { planRelease } from '../../../server/src/flux/hold/plan-release.ts'
import { type HoldRefusal, isRefusal } from '../../../server/src/flux/hold/refusal.ts'
import { latestRef } from '../../../server/src/flux/selection/resolve.ts'
import { type Snapshot, withAnswers, withFiles } from '../../../server/src/flux/workspace/snapshot.ts'
import { fixture, settled } from '../../fixture.ts'
import { type ChoiceName, choices, digestOf, layouts } from './layouts.ts'

/** Hold, bump attempt, release: in every way to write a policy and to bring its fields. */

const ref = { namespace: 'apps', name: 'web' }
const occasion = { since: '2026-11-30T12:00:00Z', reason: 'the login is broken' }

for (const { name, choice, snapshot } of layouts) {
  const tags = choices[choice].tags
  const [old = '', middle = '', newest = ''] = tags

  test(`range hold: ${name}`, () => {
    assert.equal(selected(snapshot, tags), newest)
    assert.equal(written(snapshot, tags), newest)
    const { held, texts } = done(planHold(snapshot, { ref, at: old, by: 'range' }, occasion))
    const after = withFiles(snapshot, texts)
    // Flux selects the held tag, leaves the value alone, and brings another one back to it.
    assert.equal(selected(after, tags), old)
    assert.equal(written(after, tags), undefined)
    const bumped = withFiles(after, [['markers/web.yaml', marker(newest)]])
    assert.equal(written(bumped, tags), old)
    assert.deepEqual(heldPolicy(after, ref), held)
    assert.deepEqual(held, [{ target: 'apps:web', kind: 'policy', by: 'range', at: old, ...occasion }])
    restores(snapshot, after, texts)
  })

  test(`skip version: ${name}`, () => {
    const { texts, affects } = done(planHold(snapshot, { ref, at: newest, by: 'exclude' }, occasion))
    const after = withFiles(snapshot, texts)
    assert.equal(selected(after, tags), middle)
    assert.equal(written(after, tags), middle)
    assert.deepEqual(affects, name.includes('alias') && choice !== 'range' ? ['apps:other'] : [])
    // A second one too, and both are given back.
    const twice = done(planHold(after, { ref, at: middle, by: 'exclude' }, { since: '2026-12-01T12:00:00Z' }))
    const both = withFiles(after, twice.texts)
    assert.equal(selected(both, tags), old)
    assert.equal(heldPolicy(both, ref).length, 2)
    // The next release moves on.
    assert.equal(selected(both, [...tags, next(choice)]), next(choice))
    restores(snapshot, both, new Map([...texts, ...twice.texts]))
  })
}

function done(plan: HoldPlan | HoldRefusal): HoldPlan {
  assert(!isRefusal(plan), isRefusal(plan) ? plan.reason : '')
  return plan
}

function restores(before: Snapshot, after: Snapshot, changed: ReadonlyMap<string, string>): void {
  const { texts } = done(planRelease(after, 'policy', ['apps:web']))
  assert.deepEqual([...texts.keys()], [...changed.keys()])
  for (const [path, text] of texts) assert.equal(text, before.files.get(path)?.text, path)
}

function known(snapshot: Snapshot, tags: readonly string[]): Snapshot {
  const digests = tags.map(
    (tag, index) => [`ghcr.io/acme/web:${tag}`, { at: 0, value: digestOf(index) }] as const,
  )
  return withAnswers(settled(snapshot, new Map([['ghcr.io/acme/web', tags]])), { digests })
}

function selected(snapshot: Snapshot, tags: readonly string[]): string | undefined {
  const resolution = latestRef(known(snapshot, tags), ref)
  return resolution.state === 'latest' ? resolution.ref.tag : resolution.state
}

/** The tag that Flux itself would write at its next run. */
function written(snapshot: Snapshot, tags: readonly string[]): string | undefined {
  const { index } = snapshot
  const [change] = simulateAll(known(snapshot, tags), index.automations.get('apps:main') ?? []).changes
  return change && /:([^:@]+)(?:@|$)/.exec(change.new)?.[1]
}

function marker(tag: string): string {
  return `kind: A\nimage: ghcr.io/acme/web:${tag} # {"$imagepolicy": "apps:web"}\n`
}

function next(choice: ChoiceName): string {
  return { range: '1.3.0', pattern: 'main-aaaaaaa-1004', numerical: '104' }[choice]
}

test('a hold outlives that Flux prints its file anew', () => {
  const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 101 102
#- registry ghcr.io/acme/api: 1.0.0 1.1.0
#- policy apps:api ghcr.io/acme/api semver 1.x
#- automation apps:main ./all
#- all/all.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
    image: ghcr.io/acme/web
    interval: 5m
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
    imageRepositoryRef: {name: web}
    policy: {numerical: {order: asc}}
---
kind: A
items:
    -   image: ghcr.io/acme/api:1.0.0 # {"$imagepolicy": "apps:api"}
`)
  for (const [at, by] of [
    ['101', 'range'],
    ['102', 'exclude'],
  ] as const) {
    const { texts } = done(planHold(snapshot, { ref, at, by }, occasion))
    const after = settled(withFiles(snapshot, texts), new Map())
    const [printed] = simulateAll(after, after.index.automations.get('apps:main') ?? []).files
    assert(printed?.reformats)
    const back = done(
      planRelease(withFiles(after, [[printed.path, printed.after]]), 'policy', ['apps:web']),
    ).texts.get('all/all.yaml')
    const free = settled(snapshot, new Map())
    const [unheld] = simulateAll(free, free.index.automations.get('apps:main') ?? []).files
    assert.equal(back, unheld?.after)
  }
})
