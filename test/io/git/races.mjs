// The long runs: commits against Git's own loops for five hundred rounds, and two hundred kills.
// Usage: npm run races [-- ROUNDS KILLS]
import { join } from 'node:path'
import { prepare, root } from '../../prepare.mjs'

prepare()
const folder = join(root, 'build/test/io/git')
const { race } = await import(join(folder, 'race.js'))
const { kill } = await import(join(folder, 'kill.js'))
const [rounds = 500, kills = 200] = process.argv.slice(2).map(Number)

/** Runs one of them, tells how it went, and clears away what it made. */
async function told(title, run) {
  const steps = []
  try {
    process.stdout.write(`${title}: ${JSON.stringify(await run({ after: step => steps.push(step) }))}\n`)
  } finally {
    for (const step of steps) step()
  }
}

await told('race, built-in writer', t => race(t, rounds, 'builtin'))
await told('race, your Git', t => race(t, Math.ceil(rounds / 5), 'system', '0.05'))
await told('kill, built-in writer', t => kill(t, Math.ceil(kills / 2), 'builtin'))
await told('kill, your Git', t => kill(t, Math.ceil(kills / 4), 'system'))
await told('kill, your Git with a hook', t => kill(t, Math.floor(kills / 4), 'system', 'sleep 0.02'))
