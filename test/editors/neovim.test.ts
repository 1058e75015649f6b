import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../../..')
const skip = hasNeovim() ? false : 'needs nvim: the Debian package neovim'

const files = {
  'web.yaml': `kind: Deployment
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
tag: 1.0.0 # {"$imagepolicy": "apps:nobody"}
`,
  'policies.yaml': `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`,
}

test('Neovim shows, explains, fixes and renames, by the example that people copy', { skip }, async t => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-neovim-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const path of ['bin', 'home', 'work/.git/objects', 'work/.git/refs'])
    mkdirSync(join(folder, path), { recursive: true })
  writeFileSync(join(folder, 'work/.git/HEAD'), 'ref: refs/heads/main\n')
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, 'work', path), text)
  const program = join(folder, 'bin/fluxmark')
  // Untrusted, whatever the example grants: no test asks a registry.
  const example = readFileSync(join(root, 'examples/editors/neovim-0.7.lua'), 'utf8')
  assert.ok(example.includes('trusted = true'))
  writeFileSync(join(folder, 'example.lua'), example.replace('trusted = true', 'trusted = false'))
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/main.js')}' "$@"\n`)
  chmodSync(program, 0o755)
  const out = join(folder, 'out.json')
  const script = join(root, 'test/editors/neovim.lua')
  await promisify(execFile)('nvim', ['--headless', '-u', 'NONE', '-c', `luafile ${script}`], {
    cwd: join(folder, 'work'),
    timeout: 180_000,
    env: {
      HOME: join(folder, 'home'),
      XDG_CACHE_HOME: join(folder, 'home'),
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      FLUXMARK_OUT: out,
      FLUXMARK_EXAMPLE: join(folder, 'example.lua'),
    },
  })
  const result = JSON.parse(readFileSync(out, 'utf8'))
  assert.equal(result.failure, undefined)
  assert.ok(
    result.diagnostics.some(
      (one: { code: string; line: number }) => one.code === 'marker-policy-not-found' && one.line === 2,
    ),
    JSON.stringify(result.diagnostics),
  )
  assert.match(result.hover, /apps\\?:web/)
  assert.ok(result.actions.length > 0)
  assert.ok(
    result.actions.every((title: string) => title !== ''),
    JSON.stringify(result.actions),
  )
  assert.deepEqual(result.symbols, ['apps:web', 'apps:nobody'])
  assert.deepEqual(result.found, ['apps:web'])
  assert.match(result.explain, /apps\\?:web/)
  assert.deepEqual(result.renamed, files['web.yaml'].replace('apps:web', 'apps:site').trimEnd().split('\n'))
})

function hasNeovim(): boolean {
  try {
    execFileSync('nvim', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
