// Random trees of kustomizations, by the seed: ours against `kubectl kustomize` (test/kustomize/fuzz.mjs).
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../prepare.mjs'
import { seed } from './seed.mjs'

export const name = 'kustomize on random trees'

export async function run({ short }) {
  if (spawnSync('kubectl', ['version', '--client']).status !== 0)
    return { cases: 0, held: 0, notes: ['skipped: kubectl is not here'], isSkipped: true }
  const cases = short ? 20 : 500
  const args = ['--seed', String(seed), '--trees', String(cases)]
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'test/kustomize/fuzz.mjs'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const found = /: (\{"builds".*\})$/m.exec(stdout)?.[1]
  if (found === undefined) return { cases, held: 0, notes: [stderr.slice(0, 500)] }
  const { builds, fails, differs, panic } = JSON.parse(found)
  const notes = [...stdout.matchAll(/^(seed \d+), root .*\n(.*)/gm)].map(
    ([, tree, what]) => `${tree}: ${what.trim()} (node test/kustomize/fuzz.mjs --only ${tree.slice(5)})`,
  )
  return {
    cases,
    held: cases - differs,
    notes: [...notes, `${builds} build, ${fails + panic} are refused by kustomize`],
  }
}
