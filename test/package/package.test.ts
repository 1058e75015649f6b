import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

test('npm pack in a clone packs the manifest of the npm package, and leaves the extension’s as it was', async t => {
  const { before, after } = await script('pack-here.mjs')
  const { npmManifest } = await script('npm-package.mjs')
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-pack-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const manifest = join(folder, 'package.json')
  writeFileSync(manifest, read('package.json'))
  before(folder)
  assert.deepEqual(JSON.parse(readFileSync(manifest, 'utf8')), npmManifest())
  // Packed twice where the first did not come to its end.
  before(folder)
  after(folder)
  assert.equal(readFileSync(manifest, 'utf8'), read('package.json'))
  const { prepack, postpack } = JSON.parse(read('package.json')).scripts
  assert.match(prepack, /--production && node test\/package\/pack-here\.mjs before$/)
  assert.equal(postpack, 'node test/package/pack-here.mjs after')
})

test('the notes of a release are its part of the changelog', async () => {
  const { releaseNotes } = await script('release-notes.mjs')
  const changelog = '# Changes\n\n## Unreleased\n\n- New\n\n## 1.0.0 (2026-01-01)\n\n- Old\n'
  assert.equal(releaseNotes(changelog, '1.0.0'), '- Old\n')
  assert.equal(releaseNotes(changelog, '1.1.0'), '- New\n')
  assert.match(releaseNotes(read('CHANGELOG.md'), '9.9.9'), /^(#|-) ?/)
})
