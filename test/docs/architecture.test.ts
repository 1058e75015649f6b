import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { importTable } from '../import-table.ts'
import { picture } from './architecture.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../../docs', path), 'utf8')

test('docs/images/architecture.svg is what the table of imports says: node test/docs/architecture.mjs writes it', () => {
  const svg = read('images/architecture.svg')
  assert.equal(svg, picture())
  const shown = (name: string) =>
    [...svg.matchAll(new RegExp(`data-${name}="([^"]*)"`, 'g'))].map(([, value]) => value).sort()
  assert.deepEqual(shown('part'), Object.keys(importTable).sort())
  assert.deepEqual(
    shown('import'),
    Object.entries(importTable)
      .flatMap(([part, others]) => others.map(one => `${part}>${one}`))
      .sort(),
  )
})

test('docs/architecture.md names every part of the table', () => {
  const page = read('architecture.md')
  assert.deepEqual(
    Object.keys(importTable).filter(part => !page.includes(part)),
    [],
  )
})
