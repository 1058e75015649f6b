import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peers } from './peers.ts'
import type { Row, Suite } from './suite.ts'

const agrees: Row = { id: 'a', ok: true }
const differs: Row = { id: 'b', ok: false, ours: 1, theirs: 2 }
const silent: Row = { id: 'c', ok: false, isUnanswered: true }

test('a suite below its mark fails the run, one at its mark does not', async () => {
  const suite = (name: string, mark: number, rows: readonly Row[]): Suite => ({
    name,
    mark,
    rows: () => rows,
  })
  const lines: string[] = []
  const settings = { folder: '', only: [], shown: 1 }
  const good = [suite('one', 2, [agrees, silent, differs])]
  assert.equal(await peers(good, settings, line => lines.push(line)), 0)
  assert.deepEqual(lines, [
    '  b\n    theirs 2\n    ours   1',
    'one: 1/3 agree, 1 not rendered here',
    'total: 1/3 agree',
  ])
  lines.length = 0
  const bad = [...good, suite('two', 2, [agrees, differs])]
  assert.equal(await peers(bad, { ...settings, only: ['two'], shown: 0 }, line => lines.push(line)), 1)
  assert.deepEqual(lines, ['two: 1/2 agree, the mark is 2', 'total: 1/2 agree', 'below the mark: two'])
})
