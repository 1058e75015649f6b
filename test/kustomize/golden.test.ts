import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { featureNames } from './feature-names.ts'
import { filesOf } from './memory-files.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

interface GoldenCase {
  readonly name: string
  readonly features: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly outcome: Outcome
}

const root = join(import.meta.dirname, '../../..')
const [header, ...cases] = brotliDecompressSync(readFileSync(join(root, 'test/kustomize/golden.jsonl.br')))
  .toString()
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as unknown) as [{ readonly kustomize: string }, ...GoldenCase[]]

test('the expected objects are those of kustomize 5.5 or later', () => {
  const [major = 0, minor = 0] = header.kustomize.replace(/^v/, '').split('.').map(Number)
  assert.ok(major > 5 || (major === 5 && minor >= 5), header.kustomize)
})

test('every feature has a case, and every two that meet', () => {
  const found = new Set(cases.map(one => one.features.toSorted().join(' + ')))
  const wanted = featureNames.flatMap((a, i) =>
    featureNames.slice(i).map(b => [...new Set([a, b])].toSorted().join(' + ')),
  )
  assert.deepEqual(
    wanted.filter(name => !found.has(name)),
    [],
  )
})

test('the overlay of every case gives what kustomize gives', () => {
  const known = new Map()
  for (const { name, files, outcome } of cases) {
    const overlay = effectiveResources(filesOf(files, known)).roots.get('overlay')
    assert.ok(overlay)
    assert.deepEqual(outcomeOf(overlay), outcome, name)
  }
})
