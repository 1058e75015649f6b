import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { md } from '../../../server/src/text/markdown.ts'
import { fixture } from '../../fixture.ts'
import { assertDoorsAgree, doors } from './doors.ts'

/** A door that says something else than the others is noticed, whichever it is. */

const outdated = '#- apps/web.yaml\nimage: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
const tags = '#- registry ghcr.io/acme/web: 1.0.0 1.1.0\n'
const automation = '#- automation apps:main ./apps\n'
const whole = fixture(
  `${tags}#- policy apps:web ghcr.io/acme/web semver 1.x\n${automation}${outdated}`,
).snapshot
const broken = fixture(
  `${tags}#- policy apps:web ghcr.io/acme/web semver one\n${automation}${outdated}`,
).snapshot
const unreached = fixture(
  `${tags}#- policy apps:web ghcr.io/acme/web semver 1.x\n#- automation apps:main ./policies\n${outdated}`,
).snapshot

describe('the doors agree', () => {
  test('about a value that is updated, one whose policy is refused, and one that no automation reaches', () => {
    assert.deepEqual(assertDoorsAgree(broken), { updated: 0, broken: 1, kept: 0, unknown: 0 })
    assert.deepEqual(assertDoorsAgree(unreached), { updated: 0, broken: 1, kept: 0, unknown: 0 })
    assert.deepEqual(assertDoorsAgree(whole), { updated: 0, broken: 0, kept: 0, unknown: 1 })
  })

  const span: [number, number] = [0, 1000]
  const lies: readonly (readonly [name: keyof typeof doors, lie: Partial<typeof doors>])[] = [
    ['diagnostics', { diagnostics: () => [] }],
    ['update', { update: snapshot => doors.update(snapshot, { all: true }) }],
    ['hover', { hover: () => ({ span, ...markdownOf('✓ apps:web is the latest') }) }],
    ['inlayHints', { inlayHints: () => [{ offset: 1, label: '→ 1.1.0', tooltip: '' }] }],
    ['codeLenses', { codeLenses: () => [{ span, title: 'latest 1.1.0' }] }],
    ['policyState', { policyState: () => ({ state: 'latest', latest: null, reason: '' }) }],
    [
      'explainLine',
      { explainLine: () => ({ target: '', links: [{ name: 'marker', ok: true, detail: '' }] }) },
    ],
  ]
  for (const [name, lie] of lies)
    test(`${name} cannot say that all is well where it is not`, () => {
      assert.throws(() => {
        for (const one of [broken, unreached]) assertDoorsAgree(one, { ...doors, ...lie })
      }, assert.AssertionError)
    })

  test('nor can a door say that nothing happens where Flux writes', () => {
    for (const lie of [
      { update: () => ({ changes: [], current: [], skipped: [] }) },
      { inlayHints: () => [] },
      { hover: () => ({ span, ...markdownOf('✗') }) },
      { codeLenses: () => [] },
    ])
      assert.throws(() => assertDoorsAgree(whole, { ...doors, ...lie }), assert.AssertionError)
  })
})

function markdownOf(markdown: string) {
  return md`${markdown}`
}
