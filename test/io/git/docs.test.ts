import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { states } from './states.ts'
import { statesTable } from './states-table.ts'

const page = readFileSync('docs/git.md', 'utf8')

test('the table of states in the manual is the one that is tested', () => {
  const table = /<!-- states -->\n([\s\S]*?)\n<!-- \/states -->/.exec(page)?.[1]
  assert.equal(table, statesTable(states), 'run npm run states, and put what it prints into docs/git.md')
})

test('every code is in the manual', () => {
  const source = readFileSync('server/src/io/git/failure.ts', 'utf8')
  const codes = [...source.matchAll(/\| '(E_\w+)'/g)].map(([, code]) => code)
  assert.ok(codes.length > 30)
  assert.deepEqual(
    codes.filter(code => !page.includes(`\`${code}\``)),
    [],
  )
})
