// A client of the language server that does at random what clients do, on three seeds; both must have the same text.
import { join } from 'node:path'
import { root } from '../prepare.mjs'
import { seed as first } from './seed.mjs'

export const name = 'the language server under a random client'

export async function run({ short }) {
  const { fuzz } = await import(join(root, 'build/test/lsp/fuzz.js'))
  const result = { cases: 0, held: 0, notes: [] }
  for (const seed of short ? [first] : [first, first + 1, first + 2]) {
    result.cases++
    const steps = []
    try {
      const { operations, edits, compared, memory } = await fuzz(
        { after: step => steps.push(step) },
        seed,
        short ? 300 : 20_000,
      )
      const [early, late] = memory.map(bytes => Math.round(bytes / 1_000_000))
      result.notes.push(
        `seed ${seed}: ${operations} operations, ${edits} edits, ${compared} texts compared, ${early} to ${late} MB`,
      )
      if (short || late < 1.5 * early) result.held++
    } catch (error) {
      result.notes.push(`seed ${seed}: ${error.message}`)
    } finally {
      // The server ends before its folders go.
      for (const step of steps.reverse()) await step()
    }
  }
  return result
}
