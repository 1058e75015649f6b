// `npm run test:e2e`: the packaged extension in real VS Code workbenches, the newest and the oldest supported.
// `npm run test:e2e -- PATTERN…` runs only the test files whose name holds a pattern; `newest` and `oldest` name a leg.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
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
    const count = await runFiles(files, { concurrency: 1, timeout: 600_000 })
    for (const key of Object.keys(total)) total[key] += count[key]
  }
  process.stdout.write(`Screenshots: ${join(root, 'build/screenshots')}\n`)
}
conclude(total)
