import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { exceptions } from './exceptions.ts'
import { families } from './families.ts'
import { describe } from './oracle.ts'
import { runFamily } from './run-family.ts'
import { vectors } from './vectors.ts'

const data = process.env.FLUXMARK_TEST_DATA

for (const family of families) {
  test(`${family.name}: the product answers as the reference did`, async t => {
    const cases = vectors(family) ?? (data ? vectors(family, join(data, 'vectors')) : undefined)
    if (family.answer === undefined) return t.skip('the product does not answer this family yet')
    if (cases === undefined) return t.skip('needs FLUXMARK_TEST_DATA: these vectors are not in the clone')
    const { failures } = await runFamily(family, cases, false)
    assert.equal(failures.length, 0, failures.slice(0, 3).map(describe).join('\n'))
  })
}

test('at most ten exceptions, each for a family that exists', () => {
  assert.ok(exceptions.length <= 10)
  for (const one of exceptions)
    assert.ok(
      families.some(family => family.name === one.family),
      one.family,
    )
})
