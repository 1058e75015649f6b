// `npm test`: installs what is missing, builds, checks the house, runs every test that needs no browser.
// `npm test -- PATTERN…` runs only the test files whose path holds a pattern.
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { prepare, root } from './prepare.mjs'

prepare()

const patterns = process.argv.slice(2)
const files = readdirSync('build/test', { recursive: true })
  .filter(name => name.endsWith('.test.js') && !name.startsWith('e2e'))
  .map(name => join(root, 'build/test', name))
  .filter(name => existsSync(join('test', relative('build/test', name).replace(/\.js$/, '.ts'))))
  .filter(name => patterns.length === 0 || patterns.some(pattern => name.includes(pattern)))
  .sort()

const count = { passed: 0, failed: 0, skipped: 0 }
const tally = event => {
  if (event.details?.type === 'suite') return
  if (event.skip !== undefined) count.skipped++
  else count.passed++
}
run({ files, concurrency: true })
  .on('test:pass', tally)
  .on('test:fail', event => {
    if (event.details?.type !== 'suite') count.failed++
  })
  .on('end', () => {
    const { passed, failed, skipped } = count
    setImmediate(() => {
      process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`)
      process.exitCode = failed > 0 || passed === 0 ? 1 : 0
    })
  })
  .compose(spec)
  .pipe(process.stdout)
