import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagIn } from '../../server/src/flux/markers/tag-in.ts'

test('the tag of an image is what stands between its name and its digest', () => {
  assert.equal(tagIn('host:5000/acme/web:1.2.3'), '1.2.3')
  assert.equal(tagIn(`web:1.2.3@sha256:${'a'.repeat(64)}`), '1.2.3')
})

test('a name, a port and a digest alone hold no tag', () => {
  for (const value of [
    'web',
    'host:5000/acme/web',
    `sha256:${'a'.repeat(64)}`,
    `web@sha256:${'a'.repeat(64)}`,
    '',
  ])
    assert.equal(tagIn(value), undefined, value)
})
