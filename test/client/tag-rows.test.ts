import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownTags } from '../../client/src/updates/tag-rows.ts'
import type { MarkerTag } from '../../server/src/lsp/protocol.ts'

const tag = (name: string, more: object = {}) => ({
  tag: name,
  stage: 'not-latest' as const,
  reason: 'not the latest',
  present: false,
  selected: false,
  ...more,
})

/** The words as they are, without the editor. */
const shown = (tags: readonly MarkerTag[], typed: string, now: number) =>
  shownTags(tags, typed, now, (message, ...values) =>
    message.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)])),
  )

test('what is written and what is selected are marked, what the policy leaves out stands below with its reason', () => {
  const rows = shown(
    [
      tag('1.4.1', { stage: 'selected', selected: true, created: '2026-11-01T00:00:00Z', size: 12_300_000 }),
      tag('1.3.0', { present: true }),
      tag('2.0.0', { stage: 'out-of-range', reason: 'outside the range 1.x' }),
    ],
    '',
    Date.parse('2026-11-30T00:00:00Z'),
  )
  assert.deepEqual(
    rows.map(({ label, description, detail, icon }) => [icon, label, description, detail]),
    [
      ['arrow-circle-up', '1.4.1', 'what Flux selects', 'made 2026-11-01, 29 days ago · 12.3 MB'],
      ['circle-filled', '1.3.0', 'written now', undefined],
      [undefined, 'The policy selects none of these', undefined, undefined],
      ['circle-slash', '2.0.0', 'outside the range 1.x', undefined],
    ],
  )
})

test('of a hundred thousand tags a screenful is drawn, and typing finds any of them', () => {
  const many = Array.from({ length: 100_000 }, (_, at) => tag(`1.${100_000 - at}.0`))
  const all = shown(many, '', 0)
  assert.equal(all.length, 201)
  assert.equal(all.at(-1)?.label, '99,800 more: type to narrow it down')
  assert.deepEqual(
    shown(many, '777 7.0', 0)
      .map(({ label }) => label)
      .slice(0, 2),
    ['1.99777.0', '1.98777.0'],
  )
})
