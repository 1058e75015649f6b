import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

/** Failures that a file of tags tells again. */

let work: string
const manifests = (image: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: '${image}', interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-tags-file-'))
})
after(() => rmSync(work, { recursive: true, force: true }))

async function reasonFor(error: object): Promise<string> {
  writeFileSync(join(work, 'web.yaml'), manifests('ghcr.io/acme/web'))
  const file = join(work, 'tags.json')
  const entry = { scannedAt: '2026-11-30T00:00:00Z', error }
  writeFileSync(file, JSON.stringify({ images: { 'ghcr.io/acme/web': entry } }))
  const { out } = await fluxmark(work, work, 'policies', '--tags', file, '--format', 'json')
  return JSON.parse(out)[0].reason
}

test('a failure in the file is told with its code', async () => {
  assert.match(await reasonFor({ code: 'E_NOT_FOUND', message: 'no such image' }), /no such image/)
})

test('a code that this version does not know is quoted, and is a failure all the same', async () => {
  assert.match(
    await reasonFor({ code: 'E_OF_TOMORROW', message: 'no such image' }),
    /E_OF_TOMORROW: no such image/,
  )
})

test('scan says of an image that has no valid name what is wrong with it', async () => {
  writeFileSync(join(work, 'web.yaml'), manifests('ghcr.io/acme/web:1.0'))
  const { out } = await fluxmark(work, work, 'scan', '--offline')
  assert.equal(JSON.parse(out).images['ghcr.io/acme/web:1.0'].error.code, 'E_IMAGE')
})
