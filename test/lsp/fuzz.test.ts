import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from './fuzz.ts'

/** FLUXMARK_SEED and FLUXMARK_FUZZ_OPERATIONS choose others; `npm run attack -- server` is the long form. */
const { FLUXMARK_SEED, FLUXMARK_FUZZ_OPERATIONS } = process.env
const seed = Number(FLUXMARK_SEED ?? Math.floor(Date.now() / 1000))
const operations = Number(FLUXMARK_FUZZ_OPERATIONS ?? 300)

test(`whatever a client does, both have the same text (seed ${seed})`, async context => {
  const { edits, compared, memory } = await fuzz(context, seed, operations)
  const [early, late] = memory.map(bytes => Math.round(bytes / 1_000_000))
  context.diagnostic(
    `seed ${seed}: ${operations} operations, ${edits} edits, ${compared} texts compared, ${early} to ${late} MB`,
  )
  assert.ok(compared > 0)
  if (operations >= 5000 && early && late)
    assert.ok(late < 1.5 * early, `memory grew from ${early} to ${late} MB`)
})
