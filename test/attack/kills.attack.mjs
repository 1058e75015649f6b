// A process that commits is killed at a random point, again and again.
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'kills of a commit'

export async function run({ short }) {
  const { kill } = await import(join(root, 'build/test/io/git/kill.js'))
  const runs = [
    ['builtin', short ? 6 : 50],
    ['system', short ? 3 : 25],
    ['system', short ? 3 : 25, 'sleep 0.02'],
  ]
  const result = { cases: 0, held: 0, notes: [] }
  for (const [engine, kills, hook] of runs) {
    result.cases += kills
    const steps = []
    try {
      await kill({ after: step => steps.push(step) }, kills, engine, hook)
      result.held += kills
    } catch (error) {
      result.notes.push(`${engine}${hook ? ' with a hook' : ''}: ${error.message}`)
    } finally {
      for (const step of steps) step()
    }
  }
  return result
}
