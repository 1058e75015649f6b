// `npm run attack`: what a hostile workspace, registry or bad luck may try, each kind of it as a row of a table.
// Usage: npm run attack [-- NAME…] [-- --short] [-- --seed N]. Exit 1 where one case did not hold. What is tried at
// random follows a seed, which is printed; `--seed N`, or FLUXMARK_SEED=N, repeats a run. The last line counts.
//
// The short form leaves out the kinds that measure time (`isTimed`), unless they are named.
// A kind is a file `*.attack.mjs` beside this one: it exports `name` and `run({short})`, which resolves to
// `{cases, held, notes, isSkipped}`: how many cases were tried, how many held, and a sentence for each that did not or was skipped.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { prepare, root } from '../prepare.mjs'
import { seed } from './seed.mjs'

prepare()
const { values, positionals: wanted } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
})
const { short } = values
const folder = join(root, 'test/attack')
const files = readdirSync(folder).filter(file => file.endsWith('.attack.mjs'))
const kinds = await Promise.all(files.sort().map(file => import(pathToFileURL(join(folder, file)).href)))
const chosen = kinds.filter(({ name, isTimed }) =>
  wanted.length === 0 ? !(short && isTimed) : wanted.some(word => name.includes(word)),
)

process.stderr.write(`seed ${seed}\n`)
const rows = []
for (const { name, run } of chosen) {
  const start = performance.now()
  const { cases, held, notes, isSkipped } = await run({ short }).catch(error => ({
    cases: 1,
    held: 0,
    notes: [error?.stack ?? String(error)],
  }))
  rows.push({ name, isSkipped, cases, held, seconds: (performance.now() - start) / 1000, notes })
  process.stderr.write(`${name}: ${held} of ${cases} held\n`)
}

const width = Math.max(4, ...rows.map(({ name }) => name.length))
const line = (name, cases, held, seconds) =>
  `${name.padEnd(width)}  ${cases.padStart(6)}  ${held.padStart(6)}  ${seconds.padStart(7)}\n`
process.stdout.write(line('kind', 'cases', 'held', 'seconds'))
for (const { name, cases, held, seconds } of rows)
  process.stdout.write(line(name, String(cases), String(held), seconds.toFixed(1)))
for (const { name, notes } of rows) for (const note of notes ?? []) process.stdout.write(`${name}: ${note}\n`)
const sum = key => rows.reduce((total, row) => total + row[key], 0)
process.stdout.write(`seed ${seed}: ${sum('held')} of ${sum('cases')} held, ${rows.length} kinds\n`)
process.exitCode =
  rows.length === 0 || rows.some(({ cases, held, isSkipped }) => (cases === 0 && !isSkipped) || held < cases)
    ? 1
    : 0
