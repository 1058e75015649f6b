import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Case } from './compare.ts'
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

test('a case that makes the product throw has failed, and hides none of the others', async () => {
  const family = {
    name: 'parsefloat',
    inputs: { in: '' },
    results: ['bits'],
    answer: ({ in: text }: Case) => (text === 'bad' ? assert.fail('a bug') : { bits: text }),
  }
  const cases = ['bad', '1'].map(text => ({ id: text, input: { in: text }, expected: { bits: text } }))
  const { passed, failures, answers } = await runFamily(family, cases, true)
  assert.deepEqual([passed, failures.map(({ id }) => id), answers.length], [1, ['bad'], 2])
})

test('a file of vectors: what is input, what is expected, and what nobody knows', () => {
  const directory = mkdtempSync(join(tmpdir(), 'oracle-'))
  const family = { name: 'x', inputs: { in: '', tags: [] }, results: ['bits'] }
  writeFileSync(
    join(directory, 'x.jsonl'),
    '{"id":"a","in":"1","tags":null,"bits":"2","note":"n"}\n\n{"id":"b"}\n',
  )
  assert.deepEqual(vectors(family, directory), [
    { id: 'a', input: { in: '1', tags: [] }, expected: { bits: '2' } },
    { id: 'b', input: { in: '', tags: [] }, expected: {} },
  ])
  assert.equal(vectors({ ...family, name: 'y' }, directory), undefined)
  writeFileSync(join(directory, 'x.jsonl'), '\n{')
  assert.throws(() => vectors(family, directory), /^Error: x: line 2 is no JSON: /)
})
