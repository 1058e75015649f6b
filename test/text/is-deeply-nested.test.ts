import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDocuments } from '../../server/src/text/yaml.ts'

/** Each of these once ended the process, or took minutes. */
const hostile: Readonly<Record<string, string>> = {
  'brackets that never close': `a: ${'['.repeat(20_000)}\n`,
  'brackets that close': `{"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  'maps within each other': `a: ${'{b: '.repeat(20_000)}\n`,
  'dashes on one line': `${'- '.repeat(50_000)}\n`,
  'question marks on one line': `${'? '.repeat(50_000)}\n`,
  'a staircase': Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
}

for (const [name, text] of Object.entries(hostile)) {
  test(`${name}: an error, and the process lives`, () => {
    assert.notEqual(readDocuments(text)[0]?.errors.length, 0)
    assert.notEqual(readDocuments(`a: {{ b }}\n${text}`)[0]?.errors.length, 0)
  })
}

test('200,000 lines of comments are read in one pass', () => {
  const [document] = readDocuments(`${'# {\n'.repeat(200_000)}a: 1\n`)
  assert.equal(document?.comments.length, 200_000)
  assert.equal(document?.comments.at(-1)?.place?.as, 'key')
})
