import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actions } from '../../server/src/ide/fixes/actions.ts'
import { codeLenses } from '../../server/src/ide/hints/code-lenses.ts'
import { inlayHints } from '../../server/src/ide/hints/inlay-hints.ts'
import { fixture } from '../fixture.ts'

const policies = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`

test('the latest tag is hinted after each value that is outdated, and after no other', () => {
  const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
tag: '1.0.0' # {"$imagepolicy": "apps:web:tag"}
other: ghcr.io/acme/web:1.1.0 # {"$imagepolicy": "apps:web"}
gone: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:gone"}
`)
  const text = snapshot.files.get('web.yaml')?.text ?? ''
  const hints = inlayHints(snapshot, 'web.yaml', [0, text.length], 0)
  assert.deepEqual(
    hints.map(({ offset, label }) => [text.slice(0, offset).split('\n').at(-1), label]),
    [
      ['image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}', '→ 1.1.0 (minor)'],
      [`tag: '1.0.0' # {"$imagepolicy": "apps:web:tag"}`, '→ 1.1.0 (minor)'],
    ],
  )
  const [edit] = hints.map(one => one.edit)
  assert.equal(edit && text.slice(...edit.span), 'ghcr.io/acme/web:1.0.0')
  assert.equal(edit?.newText, 'ghcr.io/acme/web:1.1.0')
  assert.equal(hints[0]?.tooltip, 'The latest of apps:web: ghcr.io/acme/web:1.1.0')
  assert.equal(inlayHints(snapshot, 'web.yaml', [0, 10], 0).length, 0)
})

test('above a policy stands what it selects, and how many markers name it', () => {
  const playground = ['Playground', 'fluxmark.playground', 'apps:web']
  const ofRepository = ['Playground', 'fluxmark.playground', undefined]
  const lenses = (listed: string, ...markers: readonly string[]) =>
    codeLenses(
      fixture(`
#- registry ghcr.io/acme/web: ${listed}
#- policies.yaml
${policies}#- web.yaml
${markers.map((tag, at) => `i${at}: ghcr.io/acme/web:${tag} # {"$imagepolicy": "apps:web"}`).join('\n')}
`).snapshot,
      'policies.yaml',
    ).map(({ title, command }) => (command ? [title, command.name, command.argument.policy] : [title]))
  assert.deepEqual(lenses('1.0.0 1.1.0', '1.0.0', '1.0.0', '1.1.0'), [
    ['latest 1.1.0 · 3 markers'],
    ['Update all 2', 'fluxmark.update', 'apps:web'],
    playground,
    ofRepository,
  ])
  assert.deepEqual(lenses('1.0.0 1.1.0', '1.1.0'), [['latest 1.1.0 · 1 marker'], playground, ofRepository])
  assert.deepEqual(lenses('0.1.0', '1.1.0'), [
    ['no latest tag (E_NO_TAG) · 1 marker'],
    playground,
    ofRepository,
  ])
  const { snapshot } = fixture(`#- policies.yaml\n${policies}`)
  const [lens] = codeLenses(snapshot, 'policies.yaml')
  const above = snapshot.files.get('policies.yaml')?.text.slice(lens?.span[0]) ?? ''
  assert.match(above, /^apiVersion: \S+\nkind: ImagePolicy/)
})

const broken = (policy: string, automation = '') => `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policies.yaml
${policy}${automation}
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`

for (const { what, source, lens, hint, title } of [
  {
    what: 'an automation that covers another folder',
    source: broken(policies, '#- automation apps:main ./other'),
    lens: 'latest 1.1.0 · 1 marker · 1 not updated: not reached',
    hint: '✗ not reached',
    title: /^Update to 1\.1\.0 \(Flux does not: web\.yaml lies outside the update path of .*\)$/,
  },
  {
    what: 'a policy that the API server refuses',
    source: broken(policies.replace('{range: 1.x}', '{order: asc}')),
    lens: 'invalid · 1 marker',
    hint: undefined,
    title: undefined,
  },
  {
    what: 'a repository that the API server refuses',
    source: broken(policies.replace('interval: 5m', 'interval: often')),
    lens: 'invalid (schema-pattern) · 1 marker',
    hint: '✗ not accepted',
    title: /^Update to 1\.1\.0 \(Flux does not: /,
  },
]) {
  test(`lens, hint and fix promise nothing that Flux would not write: ${what}`, () => {
    const { snapshot } = fixture(source)
    const text = snapshot.files.get('web.yaml')?.text ?? ''
    const [first, second] = codeLenses(snapshot, 'policies.yaml')
    assert.equal(first?.title, lens)
    assert.equal(second?.title, 'Playground')
    assert.equal(inlayHints(snapshot, 'web.yaml', [0, text.length], 0)[0]?.label, hint)
    const [fix] = actions(snapshot, 'web.yaml', [10, 10])
    if (title === undefined) assert.equal(fix, undefined)
    else assert.match(fix?.title ?? '', title)
  })
}

test('above an automation stands what it reaches, where it pushes to, and what one can do', () => {
  const lenses = (path: string) =>
    codeLenses(
      fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- automation apps:main ${path}
#- prod/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- test/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
other: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "other:web"}
`).snapshot,
      'automations/apps-main.yaml',
    ).map(({ title, command }) => [title, command?.name ?? '', command?.argument.automation ?? ''])
  assert.deepEqual(lenses('./prod'), [
    ['1 of 2 markers reached · pushes to image-updates', '', ''],
    ['Simulate', 'fluxmark.simulate', 'apps:main'],
    ['Freeze', 'fluxmark.hold', 'apps:main'],
  ])
  assert.equal(lenses('./')[0]?.[0], '2 of 2 markers reached · pushes to image-updates')
})

test('above an automation stands what Flux writes of the markers that it reaches, as their own chain has it', () => {
  const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- automation apps:main ./
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
other: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:none"}
`)
  const [{ title } = { title: '' }] = codeLenses(snapshot, 'automations/apps-main.yaml')
  assert.equal(title, '2 of 2 markers reached · 1 not updated: no policy · pushes to image-updates')
})
