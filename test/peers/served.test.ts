import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { servedSuite } from './served.ts'
import type { Row } from './suite.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with peers/yaml in it'

test('500 cut and broken texts are each answered by the language server, which lives to the end', {
  skip,
}, async () => {
  const rows: Row[] = []
  for await (const row of servedSuite.rows(join(data ?? '', 'peers', servedSuite.name))) rows.push(row)
  assert.deepEqual(
    rows.filter(({ ok }) => !ok),
    [],
  )
  assert.equal(rows.length, servedSuite.mark)
})
