// `npm run test:windows`: the built program against the Windows API, by Wine and a Node.js for Windows. What that needs
// and cannot be had is said, and all is skipped.
// Usage: npm run test:windows [-- PATTERN…], as `npm test`.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from '../prepare.mjs'
import { conclude, runFiles } from '../run-files.mjs'
import { endWindows, prepareWindows } from './wine.mjs'

prepare()
const lacking = prepareWindows()
if (lacking !== undefined) {
  process.stdout.write(`Windows: ${lacking}\n\n0 passed, 0 failed, 1 skipped\n`)
} else {
  const patterns = process.argv.slice(2)
  const files = readdirSync(import.meta.dirname)
    .filter(name => name.endsWith('.test.mjs'))
    .filter(name => patterns.length === 0 || patterns.some(pattern => name.includes(pattern)))
    .map(name => join(import.meta.dirname, name))
  const count = await runFiles(files, { concurrency: 2 })
  endWindows()
  conclude(count)
}
