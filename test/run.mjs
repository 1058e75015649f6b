// `npm test`: installs what is missing, builds, checks the house, runs every test that needs no browser.
// `npm test -- PATTERN…` runs only the test files whose path holds a pattern.
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { prepare, root } from './prepare.mjs'
import { conclude, runFiles } from './run-files.mjs'

prepare()

const patterns = process.argv.slice(2)
const files = readdirSync('build/test', { recursive: true })
  .filter(name => name.endsWith('.test.js'))
  .map(name => join(root, 'build/test', name))
  .filter(name => existsSync(join('test', relative('build/test', name).replace(/\.js$/, '.ts'))))
  .filter(name => patterns.length === 0 || patterns.some(pattern => name.includes(pattern)))
  .sort()

// By itself the runner leaves one core free: of two it would use one.
conclude(await runFiles(files, { concurrency: availableParallelism() }))
