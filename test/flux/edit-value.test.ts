import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEdits, editValue } from '../../server/src/flux/edit-value.ts'
import { markersOf } from '../../server/src/flux/marker.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

const M = '# {"$imagepolicy": "apps:web:tag"}'

function update(text: string, newText: string): string {
  const edits = markersOf(readDocuments(text)).map(({ value }) => editValue(text, value.scalar, newText))
  return applyEdits(text, edits)
}

test('the quotes stay, the comment and the line endings too', () => {
  assert.equal(update(`a:   'x'   ${M}\r\n`, '1.2.3'), `a:   '1.2.3'   ${M}\r\n`)
  assert.equal(update(`a: "x" ${M}\nb: 1\n`, '1.2.3'), `a: "1.2.3" ${M}\nb: 1\n`)
})

test('a plain value that would not be a string gets quotes', () => {
  for (const value of ['1.10', '20240101', '1e10', 'true', 'off', '0x1F', '2024-01-02', '']) {
    assert.equal(update(`a: x ${M}\n`, value), `a: "${value}" ${M}\n`)
  }
})

test('a block scalar keeps its header', () => {
  assert.equal(update(`a: |- ${M}\n  x\nb: 1\n`, '1.2.3'), `a: |- ${M}\n  1.2.3\nb: 1\n`)
})
