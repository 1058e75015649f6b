import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../../..')

test('every word of docs/glossary.md is exported by the file that the page names', () => {
  const page = readFileSync(join(root, 'docs/glossary.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| .+ \| .+ \| `([\w./-]+)` \|$/gm)]
  assert.equal(
    rows.length,
    page.split('\n').filter(line => line.startsWith('| `')).length,
    'each row has four cells',
  )
  assert.ok(rows.length > 30)
  const wrong = rows.filter(([, word = '', path = '']) => {
    const text = readFileSync(join(root, 'server/src', path), 'utf8')
    return !new RegExp(`^export (?:type|interface|class|function|const) ${word}\\b`, 'm').test(text)
  })
  assert.deepEqual(
    wrong.map(([line]) => line),
    [],
  )
})

test('no word of docs/glossary.md stands twice', () => {
  const words = [...readFileSync(join(root, 'docs/glossary.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, word]) => word,
  )
  assert.deepEqual(words, [...new Set(words)])
})
