import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

/** Failures that a file of tags tells again. */

const skip = process.platform === 'win32' ? 'needs a POSIX shell and /dev' : false
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

test('a file that is there and cannot be read is said to be that, by what it is', { skip }, async () => {
  symlinkSync('/dev/zero', join(work, 'zero.json'))
  const device = await fluxmark(work, work, 'check', '--baseline', 'zero.json')
  assert.equal(device.code, 3)
  assert.match(device.err, /zero\.json cannot be read: it is a pipe, a socket or a device.* \(E_READ\)/)
  const folder = await fluxmark(work, work, 'policies', '--tags', '.')
  assert.equal(folder.code, 3)
  assert.match(folder.err, /a folder is in the place of the file.* \(E_READ\)/)
  const none = await fluxmark(work, work, 'policies', '--tags', 'none.json')
  assert.equal(none.code, 2)
  assert.match(none.err, /there is no such file/)
})

test('a file may be a pipe, as a shell gives it', { skip }, async () => {
  const main = join(import.meta.dirname, '../../../dist/main.js')
  const tags = `{"ghcr.io/acme/web": ["1.0.0", "1.2.0"]}`
  writeFileSync(join(work, 'web.yaml'), manifests('ghcr.io/acme/web'))
  const line = `echo '${tags}' | "${process.execPath}" "${main}" policies --tags /dev/stdin`
  assert.match(execFileSync('sh', ['-c', line], { cwd: work, encoding: 'utf8' }), /1\.2\.0/)
})

test('a folder that is removed under the program is no bug of ours', { skip }, () => {
  const main = join(import.meta.dirname, '../../../dist/main.js')
  const line = `mkdir gone && cd gone && rmdir ../gone && exec "${process.execPath}" "${main}" check --offline`
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: work, encoding: 'utf8' })
  assert.equal(status, 3)
  assert.equal(
    stderr,
    'fluxmark: the current folder is no longer there. Change to another one, and run it again. (E_READ)\n',
  )
})
