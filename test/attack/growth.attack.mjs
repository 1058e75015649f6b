// How the work grows with each kind of input: 1, 2 and 4 times as much of it, in processor time of this thread.
// An exponent over 1.3 is a defect: somebody's repository is 100 times as large as the one that it was tried with.
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'growth'
/** It measures time, which the machine has a say in: the short form, which CI runs, leaves it out. */
export const isTimed = true

const mostExponent = 1.3

export async function run({ short }) {
  const { dimensions } = await import(join(root, 'build/test/growth/dimensions.js'))
  const all = await dimensions()
  const notes = []
  let held = 0
  for (const { name, base, prepare } of all) {
    const sizes = [1, 2, 4].map(times => Math.round(base * times * (short ? 0.5 : 1)))
    const times = sizes.map(size => least(() => prepare(size)))
    const exponent = Math.log2(times[2] / Math.max(times[0], 1)) / 2
    const isHeld = exponent <= mostExponent || times[2] < 100
    if (isHeld) held++
    const figures = sizes.map((size, index) => `${size}: ${times[index].toFixed(0)} ms`).join(', ')
    process.stderr.write(`  ${isHeld ? ' ' : '!'} ${name.padEnd(44)} ${exponent.toFixed(2)}  ${figures}\n`)
    if (!isHeld) notes.push(`${name}: exponent ${exponent.toFixed(2)} (${figures})`)
  }
  return { cases: all.length, held, notes }
}

/** Milliseconds of processor time that the work takes, the least of three; slow work is done once. */
function least(prepare) {
  const found = []
  do {
    const work = prepare()
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    found.push((user + system) / 1000)
  } while (found.length < 3 && found[0] < 500)
  return Math.min(...found)
}
