// Shows that the fuzz run would notice: plants one fault a feature into a copy of the compiled sources, and runs the
// trees of fuzz.mjs against each. `npx tsc -p . && node test/kustomize/faults.mjs [--trees N (400)] [FEATURE…]`. kubectl
// is asked once a tree. Ends with 1 where a fault goes unnoticed.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { featureNames } from '../../build/test/kustomize/feature-names.js'
import { faults } from './fault-list.mjs'

const root = join(import.meta.dirname, '../..')
const { values, positionals } = parseArgs({
  options: { trees: { type: 'string', default: '400' } },
  allowPositionals: true,
})
const planted = positionals.length > 0 ? faults.filter(fault => positionals.includes(fault.feature)) : faults
const work = mkdtempSync(join(tmpdir(), 'faults-'))

function run(folder, ...args) {
  return spawnSync(process.execPath, [join(folder, 'test/kustomize/fuzz.mjs'), ...args], { encoding: 'utf8' })
}

try {
  const saved = join(work, 'outcomes.json')
  const sound = run(root, '--trees', values.trees, '--save', saved)
  process.stdout.write(sound.stdout.split('\n').slice(-2).join('\n'))
  const copy = join(work, 'copy')
  for (const part of ['build', 'test/kustomize', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

  const unnoticed = []
  for (const { feature, file, from, to } of planted) {
    const path = join(copy, 'build/server/src/kustomize', file)
    const text = readFileSync(path, 'utf8')
    if (text.split(from).length !== 2)
      throw new Error(`${feature}: ${JSON.stringify(from)} is not in ${file} once`)
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
    const { status, stdout } = run(copy, '--saved', saved)
    writeFileSync(path, text)
    const found = stdout.match(/^seed /gm)?.length ?? 0
    const told = status === 0 ? 'UNNOTICED' : found === 0 ? 'crashes' : `${found} trees`
    process.stdout.write(`${told.padStart(10)}  ${feature}\n`)
    if (status === 0) unnoticed.push(feature)
  }
  const missing = featureNames.filter(name => !faults.some(fault => fault.feature === name))
  if (missing.length > 0) process.stdout.write(`without a fault: ${missing.join(', ')}\n`)
  process.exitCode = unnoticed.length + missing.length > 0 ? 1 : 0
} finally {
  rmSync(work, { recursive: true, force: true })
}
