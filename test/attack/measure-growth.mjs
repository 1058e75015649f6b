// Measures how the work grows with each kind of input, in processor time, and prints a line of JSON for each; run by
// growth.attack.mjs. By itself: node --single-threaded --expose-gc test/attack/measure-growth.mjs [NAME…]
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const { dimensions } = await import(join(root, 'build/test/growth/dimensions.js'))
const wanted = process.argv.slice(2)

for (const { name, base, isProduct = false, prepare } of dimensions()) {
  if (wanted.length > 0 && !wanted.some(word => name.includes(word))) continue
  // The first time, code is compiled.
  prepare(base)()
  const sizes = [1, 2, 4].map(times => base * times)
  const times = sizes.map(size => least(() => prepare(size)))
  const exponent = Math.log2(Math.max(times[2], 1) / Math.max(times[0], 1)) / 2
  process.stdout.write(`${JSON.stringify({ name, isProduct, sizes, times, exponent })}\n`)
}

/** Milliseconds of processor time that the work takes, the least of three; slow work is done once. */
function least(prepare) {
  const found = []
  do {
    const work = prepare()
    globalThis.gc?.()
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    found.push((user + system) / 1000)
  } while (found.length < 3 && found[0] < 2000)
  return Math.min(...found)
}
