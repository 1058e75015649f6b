import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyEdits, editValue } from '../../server/src/flux/automation/edit-value.ts'
import { markersOf } from '../../server/src/flux/markers/marker.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

const M = '# {"$imagepolicy": "apps:web:tag"}'

function update(text: string, newText: string): string {
  const edits = markersOf(readDocuments(text)).map(({ value }) => editValue(text, value.scalar, newText))
  return applyEdits(text, edits)
}

test('the quotes stay, the comment and the line endings too', () => {
  assert.equal(update(`a:   'x'   ${M}\r\n`, '1.2.3'), `a:   '1.2.3'   ${M}\r\n`)
  assert.equal(update(`a: "x" ${M}\nb: 1\n`, '1.2.3'), `a: "1.2.3" ${M}\nb: 1\n`)
  assert.equal(update(`a: &n x ${M}\nb: *n\n`, '1.2.3'), `a: &n 1.2.3 ${M}\nb: *n\n`)
})

test('a plain value that would not be a string gets quotes', () => {
  for (const value of ['1.10', '20240101', '1e10', 'true', 'off', '0x1F', '2024-01-02', '']) {
    assert.equal(update(`a: x ${M}\n`, value), `a: "${value}" ${M}\n`)
  }
})

test('in a flow collection a colon takes quotes', () => {
  assert.equal(update(`a: [x, ${M}\n]\n`, 'r/i:1.2'), `a: ['r/i:1.2', ${M}\n]\n`)
})

test('a placeholder that is no string becomes one', () => {
  assert.equal(update(`a: 0 ${M}\nb: null ${M}\n`, '1.2.3'), `a: 1.2.3 ${M}\nb: 1.2.3 ${M}\n`)
})

test('a tag that says another type goes, one that says string stays', () => {
  assert.equal(update(`a: !!int &n 5 ${M}\n`, '1.2.3'), `a: &n 1.2.3 ${M}\n`)
  assert.equal(update(`a: &n !!int 5 ${M}\n`, '1.10'), `a: &n "1.10" ${M}\n`)
  assert.equal(update(`a: !!str 5 ${M}\n`, '1.2.3'), `a: !!str 1.2.3 ${M}\n`)
})

test('a block scalar becomes the one line, with the header that says so', () => {
  assert.equal(update(`a: | ${M}\n  x\nb: 1\n`, '1.2.3'), `a: |- ${M}\n  1.2.3\nb: 1\n`)
  assert.equal(
    update(`a: >2- ${M}\r\n    x\r\n\r\n  y\r\nb: 1\r\n`, '1.2.3'),
    `a: >- ${M}\r\n    1.2.3\r\nb: 1\r\n`,
  )
  assert.equal(update(`- a: |- ${M}\n    x`, '1.2.3'), `- a: |- ${M}\n    1.2.3`)
})

test('a value over several lines becomes one', () => {
  assert.equal(update(`a:\n  x\n  y ${M}\n`, '1.2.3'), `a:\n  1.2.3 ${M}\n`)
  assert.equal(update(`a: "x\n  y" ${M}\n`, '1.2.3'), `a: "1.2.3" ${M}\n`)
})
