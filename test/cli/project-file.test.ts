import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

let work: string
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-project-'))
  mkdirSync(join(work, 'old'))
  const policy = (kind: string) => `apiVersion: image.toolkit.fluxcd.io/${kind}
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
  writeFileSync(join(work, 'old/policy.yaml'), policy('v1beta1'))
})
after(() => rmSync(work, { recursive: true, force: true }))

async function found(text: string, ...args: readonly string[]): Promise<readonly string[]> {
  writeFileSync(join(work, '.fluxmark.yaml'), text)
  const { out } = await fluxmark(work, work, 'check', '--offline', '--format', 'json', ...args)
  return JSON.parse(out).diagnostics.map(
    ({ code, severity }: { code: string; severity: string }) => `${code} ${severity}`,
  )
}

test('the command line reads the project file, and its own options win', async () => {
  assert.deepEqual(await found('ignore: [old]'), [])
  assert.ok((await found('fluxVersion: 2.2')).includes('policy-api-version warning'))
  assert.ok((await found('fluxVersion: 2.2', '--flux-version', '2.9')).includes('policy-api-version error'))
})
