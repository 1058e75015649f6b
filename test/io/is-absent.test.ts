import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathGlobs } from '../../server/src/flux/project/path-globs.ts'
import { createFiles } from '../../server/src/io/files/files.ts'

interface Tree {
  readonly root: string
  put(path: string, text?: string): void
  absent(path: string, within?: string): Promise<boolean>
}

function tree(t: TestContext): Tree {
  const root = mkdtempSync(join(tmpdir(), 'absent-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const put = (path: string, text = '') => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const isExcluded = pathGlobs(['**/secret', '**/*.hidden.yaml'])
  put('apps/web.yaml')
  put('clusters/prod/kustomization.yaml')
  return {
    root,
    put,
    absent: (path, within = '') => createFiles({ root, within, isExcluded }).isAbsent(path),
  }
}

test('a file or folder that is nowhere is absent, and one that is there is not', async t => {
  const { absent } = tree(t)
  assert.equal(await absent('apps/wbe.yaml'), true)
  assert.equal(await absent('nowhere'), true)
  assert.equal(await absent('nowhere/at/all.yaml'), true)
  assert.equal(await absent('apps/web.yaml/below'), true)
  assert.equal(await absent('apps/web.yaml'), false)
  assert.equal(await absent('apps'), false)
})

test('what the walk does not look at may be there', async t => {
  const { root, put, absent } = tree(t)
  assert.equal(await absent('apps/secret/x.yaml'), false)
  assert.equal(await absent('apps/x.hidden.yaml'), false)
  assert.equal(await absent('node_modules/x/y.yaml'), false)
  symlinkSync(tmpdir(), join(root, 'link'))
  symlinkSync('nowhere', join(root, 'apps/dangling.yaml'))
  assert.equal(await absent('link/x.yaml'), false)
  assert.equal(await absent('apps/dangling.yaml'), false)
  put('nested/.git', 'gitdir: elsewhere')
  assert.equal(await absent('nested/x.yaml'), false)
  mkdirSync(join(root, 'submodule'))
  assert.equal(await absent('submodule/kustomization.yaml'), false)
})

test('of a folder that is open alone, nothing outside it is told', async t => {
  const { absent } = tree(t)
  assert.equal(await absent('apps/wbe.yaml', 'clusters/prod'), false)
  assert.equal(await absent('clusters/prod/wbe.yaml', 'clusters/prod'), true)
})

test('what Git ignores may be made by something', async t => {
  const { root, put, absent } = tree(t)
  put('.gitignore', '# made in CI\n*.env\n/generated/\n\\#odd\nbuild/**/out.yaml\n!keep.env\n')
  put('apps/.gitignore', 'local.yaml\r\n')
  for (const path of ['apps/x.env', 'generated/a/b.yaml', '#odd', 'build/a/b/out.yaml', 'apps/a/local.yaml'])
    assert.equal(await absent(path), false, path)
  for (const path of ['apps/keep.env', 'apps/generated/a.yaml', 'local.yaml', '# made in CI'])
    assert.equal(await absent(path), true, path)
  execFileSync('git', ['init', '-q', root])
  put('.git/info/exclude', 'mine.yaml\n')
  assert.equal(await absent('apps/mine.yaml'), false)
  assert.equal(await absent('apps/yours.yaml'), true)
})

test('what is not checked out may be there', async t => {
  const { root, put, absent } = tree(t)
  execFileSync('git', ['init', '-q', root])
  put('.gitmodules', '[submodule "shared"]\n\tpath = vendor/shared\n\turl = https://example.com/shared\n')
  assert.equal(await absent('vendor/shared/base'), false)
  assert.equal(await absent('vendor/other'), true)
  put('.git/info/sparse-checkout', '/apps/\n')
  assert.equal(await absent('vendor/other'), false)
})
