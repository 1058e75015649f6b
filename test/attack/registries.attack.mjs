// Registries that lie, with and without a login: each scenario of test/io/registry is one case.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'registries'

export async function run() {
  const file = join(root, 'build/test/io/registry/scenarios.test.js')
  const child = spawn(process.execPath, ['--test-reporter=tap', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  const count = word => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0)
  const notes = [...output.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, what]) => what)
  const [status, signal] = await ended
  if (status === 0 || notes.length > 0) return { cases: count('tests'), held: count('pass'), notes }
  return {
    cases: count('tests') + 1,
    held: count('pass'),
    notes: [`the scenarios ended early, with ${signal ?? status}`],
  }
}
