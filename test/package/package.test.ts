import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

/** What goes along with the packages. */

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const script = (name: string) => import(pathToFileURL(join(root, 'test/package', name)).href)

test('the notices are those of what is bundled (node test/package/notices.mjs writes them)', async () => {
  const { notices } = await script('notices.mjs')
  assert.equal(read('THIRD-PARTY-NOTICES.txt'), notices())
})

test('the npm package has a program and nothing to install, and says where it is built', async () => {
  const { npmManifest } = await script('npm-package.mjs')
  const manifest = npmManifest()
  assert.deepEqual(manifest.bin, { fluxmark: 'dist/main.js' })
  assert.deepEqual(manifest.publishConfig, { access: 'public', provenance: true })
  for (const name of ['dependencies', 'devDependencies', 'scripts', 'private'])
    assert.ok(!(name in manifest), name)
  assert.match(read('dist/main.js'), /^#!\/usr\/bin\/env node\n/)
})

test('npm pack in a clone holds the files of the npm package', async () => {
  const { packed, packedHere } = await script('npm-package.mjs')
  assert.deepEqual(packedHere(), packed)
})

test('the notes of a release are its part of the changelog', async () => {
  const { releaseNotes } = await script('release-notes.mjs')
  const changelog = '# Changes\n\n## Unreleased\n\n- New\n\n## 1.0.0 (2026-01-01)\n\n- Old\n'
  assert.equal(releaseNotes(changelog, '1.0.0'), '- Old\n')
  assert.equal(releaseNotes(changelog, '1.1.0'), '- New\n')
  assert.match(releaseNotes(read('CHANGELOG.md'), '9.9.9'), /^(#|-) ?/)
})
