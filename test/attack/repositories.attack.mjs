// Every state that a Git repository can be in, with each writer, on the branch that is checked out and on another one.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'repository states and branches'

export async function run({ short }) {
  // The short form takes the states that changes of the user and half-done work make.
  const only = short
    ? ['--test-name-pattern', '(hunk of the file staged|a merge in progress|core.hooksPath)']
    : []
  const { stdout, status, signal } = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=tap', ...only, join(root, 'build/test/io/git/states.test.js')],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  const all = [...stdout.matchAll(/^ {4,}(not )?ok \d+ - (.* \((?:builtin|system)\))(?: # (SKIP)(.*))?$/gm)]
  // What the short form leaves out is no case.
  const tests = all.filter(([, , , , why]) => !why?.includes('does not match'))
  const tried = tests.filter(([, , , skip]) => skip === undefined)
  const failed = tried.filter(([, not]) => not !== undefined)
  // Whoever ends the tests in the middle leaves states untried.
  const cut = status !== 0 && failed.length === 0 ? 1 : 0
  // Each test commits twice: on another branch, and on the one that is checked out.
  return {
    cases: tried.length * 2 + cut,
    held: (tried.length - failed.length) * 2,
    notes: [
      ...(cut ? [`the tests ended early, with ${signal ?? status}`] : []),
      ...failed.map(([, , title]) => `${title} did not hold`),
      ...tests
        .filter(([, , , skip]) => skip)
        .map(([, , title]) => `${title} was skipped: what it needs is not here`),
    ],
  }
}
