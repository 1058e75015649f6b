import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { recognise } from '../../../server/src/flux/onboard/scheme/recognise.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with cases/onboarding in it'

test('schemes of real repositories are recognised, as their judge sees it', { skip }, t => {
  const folder = join(data ?? '', 'cases/onboarding')
  const lines = readFileSync(join(folder, 'visible.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
  const answers = lines.map(line => {
    const { id, current, tags } = JSON.parse(line) as { id: string; current: string; tags: string[] }
    const found = recognise(current, tags)
    return JSON.stringify({ id, policy: found.sure ? found.proposal : null, reason: found.why })
  })
  const own = mkdtempSync(join(tmpdir(), 'fluxmark-judge-'))
  t.after(() => rmSync(own, { recursive: true, force: true }))
  const path = join(own, 'answers.jsonl')
  writeFileSync(path, answers.join('\n'))
  const root = join(import.meta.dirname, '../../../..')
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'judge.mjs'), root, path, '--json'], {
    encoding: 'utf8',
  })
  assert.notEqual(stdout, '', stderr)
  const { summary, misses } = JSON.parse(stdout)
  assert.equal(summary.newest, summary.N, JSON.stringify(misses))
  assert.ok(summary.fut >= 0.95 * summary.M, JSON.stringify(misses))
})
