// How the work grows with each kind of input: 1, 2 and 4 times as much of it, in processor time (measure-growth.mjs).
// An exponent over 1.3 is a defect: somebody's repository is 100 times as large as the one that it was tried with. Where
// two kinds grow at once, the work may grow with their product until a budget ends it, and must be bounded by that.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../prepare.mjs'

export const name = 'growth'
/** It measures time, which the machine has a say in: the short form, which CI runs, leaves it out. */
export const isTimed = true

/** So that neither threads of the engine nor collecting garbage is measured. */
const flags = ['--single-threaded', '--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512']

const mostExponent = 1.3
/** Ms that all of a product may take; what takes less than the second is not worth an exponent. */
const mostTime = 4000
const leastTime = 100

export async function run() {
  const result = { cases: 0, held: 0, notes: [] }
  const child = spawn(process.execPath, [...flags, join(root, 'test/attack/measure-growth.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { name, isProduct, sizes, times, exponent } = JSON.parse(line)
    const isHeld = isProduct ? times[2] < mostTime : exponent <= mostExponent || times[2] < leastTime
    result.cases++
    if (isHeld) result.held++
    const figures = sizes.map((size, index) => `${size}: ${times[index].toFixed(0)} ms`).join(', ')
    process.stderr.write(`  ${isHeld ? ' ' : '!'} ${name.padEnd(50)} ${exponent.toFixed(2)}  ${figures}\n`)
    if (!isHeld) result.notes.push(`${name}: exponent ${exponent.toFixed(2)} (${figures})`)
  }
  return result
}
