import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprint } from '../../../server/src/flux/setters/reprint.ts'

test('a file is printed as Flux would leave it', () => {
  assert.equal(reprint('---\na:   1\n\nb:\n    - x   # c\n---\n# only a comment\n'), 'a: 1\nb:\n- x # c\n')
  assert.equal(reprint('a:\n  - b\nmetadata:\n  annotations: {}\n'), 'a:\n  - b\n')
})

test('what Flux does not read, or writes elsewhere, has no print', () => {
  assert.equal(reprint('a: [\n'), undefined)
  assert.equal(reprint('kind: List\nitems:\n- kind: A\n  metadata:\n    name: a\n'), undefined)
})
