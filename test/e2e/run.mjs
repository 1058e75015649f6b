// `npm run test:e2e`: the packaged extension in real VS Code workbenches, the newest and the oldest supported.
// `npm run test:e2e -- PATTERN…` runs only the test files whose name holds a pattern; `newest` and `oldest` name a leg.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { makePackage } from '../package/package.mjs'
import { root } from '../prepare.mjs'
import { conclude, runFiles } from '../run-files.mjs'
import { findChromium } from './browser.mjs'
import { legs, setup } from './setup.mjs'

const patterns = process.argv.slice(2).filter(argument => !(argument in legs))
const named = process.argv.slice(2).filter(argument => argument in legs)
const files = readdirSync(import.meta.dirname)
  .filter(name => name.endsWith('.test.mjs'))
  .filter(name => patterns.length === 0 || patterns.some(pattern => name.includes(pattern)))
  .sort()
  .map(name => join(import.meta.dirname, name))
const total = { passed: 0, failed: 0, skipped: 0 }

if (findChromium() === undefined) {
  process.stdout.write('Skipped: no Chromium was found. On Debian: apt-get install -y chromium\n')
  total.skipped = files.length
} else {
  const { vsix } = await makePackage()
  process.env.FLUXMARK_VSIX = vsix
  for (const leg of named.length > 0 ? named : Object.keys(legs)) {
    const { version } = setup(leg)
    process.stdout.write(`\nVS Code ${version}\n`)
    process.env.FLUXMARK_LEG = leg
    process.env.FLUXMARK_SCREENSHOTS = join(root, 'build/screenshots', leg)
    // One workbench at a time: each takes a gigabyte and both hands.
    const count = await runTwice({ concurrency: 1, timeout: 600_000 })
    for (const key of Object.keys(total)) total[key] += count[key]
  }
  process.stdout.write(`Screenshots: ${join(root, 'build/screenshots')}\n`)
}
conclude(total)

/**
 * Runs the files, and those that fail once more: a workbench that another program slows down is given a second try.
 * What passes then is named, so that somebody looks into it.
 */
async function runTwice(options) {
  const first = await runFiles(files, options)
  const failing = files.filter(file => first.failing.has(file))
  if (failing.length === 0) return first
  const names = failing.map(file => basename(file)).join(', ')
  process.stdout.write(`\nOnce more: ${names}\n`)
  const second = await runFiles(failing, options)
  if (second.failed === 0) process.stdout.write(`Passed only the second time: ${names}\n`)
  // What ran twice counts once.
  return { ...second, passed: first.passed + first.failed - second.failed, skipped: first.skipped }
}
