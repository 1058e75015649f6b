import assert from 'node:assert/strict'
import { test } from 'node:test'
import { previewText } from '../../client/src/assistant/preview-text.ts'

test('what a tool would change is a line a value, a commit or a request', () => {
  const preview = {
    changes: [{ file: 'web.yaml', line: 2, old: '', new: 'web:1.1.0' }],
    plans: [{ branch: 'bumps', message: 'Bump\n\nweb' }],
    drafts: [{ branch: 'bumps', base: 'main', remote: 'https://git.example.com/a', title: 'Bump' }],
  }
  assert.deepEqual(previewText(preview).split('\n'), [
    'web.yaml:2  (nothing) → web:1.1.0',
    'commit on bumps: Bump web',
    'push bumps and open a request into main at https://git.example.com/a: Bump',
  ])
  assert.match(previewText(preview, true), /^commit and push on bumps: Bump web$/m)
  assert.equal(
    previewText({ plans: [{ branch: null, message: 'Bump' }] }),
    'commit on the current branch: Bump',
  )
  assert.equal(previewText({ diff: '--- a\n+++ b\n-x\n+y\n' }), '--- a\n+++ b\n-x\n+y')
  const held = { edits: [], held: [{ target: 'a:web', by: 'range', at: '1.0.0' }] }
  assert.equal(previewText(held), 'a:web: held by range at 1.0.0')
})

test('nothing to change is no text, and much is cut', () => {
  for (const nothing of [undefined, null, {}, { changes: [], edits: [] }])
    assert.equal(previewText(nothing), '')
  const many = {
    changes: Array.from({ length: 60 }, (_, at) => ({ file: `${at}.yaml`, old: 'a', new: 'b' })),
  }
  assert.equal(previewText(many).split('\n').at(-1), '… and 20 more lines')
})
