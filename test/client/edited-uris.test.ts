import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editedUris } from '../../client/src/edited-uris.ts'

const edit = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: 'x' }

test('every edited document once, in both forms of an edit', () => {
  assert.deepEqual(editedUris({ changes: { 'file:///a.yaml': [edit], 'file:///b.yaml': [edit] } }), [
    'file:///a.yaml',
    'file:///b.yaml',
  ])
  const changed = { textDocument: { uri: 'file:///a.yaml', version: 3 }, edits: [edit] }
  assert.deepEqual(editedUris({ documentChanges: [changed, changed] }), ['file:///a.yaml'])
})

test('a file that is made or deleted is not edited', () => {
  assert.deepEqual(editedUris({ documentChanges: [{ kind: 'create', uri: 'file:///a.yaml' }] }), [])
  assert.deepEqual(editedUris({}), [])
})
