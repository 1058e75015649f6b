import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gitFailureCodes } from '../../../server/src/flux/failure-codes.ts'
import { states } from './states.ts'
import { statesTable } from './states-table.ts'

const page = readFileSync('docs/git.md', 'utf8')

test('the table of states in the manual is the one that is tested', () => {
  const table = /<!-- states -->\n([\s\S]*?)\n<!-- \/states -->/.exec(page)?.[1]
  assert.equal(table, statesTable(states), 'run npm run states, and put what it prints into docs/git.md')
})

test('every code is in the manual', () => {
  assert.deepEqual(
    gitFailureCodes.filter(code => !page.includes(`\`${code}\``)),
    [],
  )
})
