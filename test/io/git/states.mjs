// Makes every state of the table in docs/git.md with the real Git, tries the bump in it, and prints the table.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { prepare, root } from '../../prepare.mjs'

prepare()
const folder = join(root, 'build/test/io/git')
const tests = spawnSync('node', ['--test', join(folder, 'states.test.js')], { encoding: 'utf8' })
if (tests.status !== 0) {
  process.stderr.write(tests.stdout)
  process.exit(1)
}
const { states } = await import(join(folder, 'states.js'))
const { statesTable } = await import(join(folder, 'states-table.js'))
process.stdout.write(`${statesTable(states)}\n`)
