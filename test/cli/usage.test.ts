import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fluxmark-usage-'))
  writeFileSync(join(folder, 'a.yaml'), 'image: x:1 # {"$imagepolicy": "a/b"}\n')
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** Wrong usage is one sentence on standard error that names the valid choices, and exit 2. */
for (const [args, words] of [
  [[], /check\|policies\|explain\|status\|update/],
  [['chekc'], /"chekc" is not a verb: .*check\|policies/],
  [['check', '--formt', 'json'], /--formt.*--format/s],
  [['check', '--format', 'yaml'], /--format is text, json, sarif/],
  [
    ['check', '--flux-version', 'banana'],
    /--flux-version takes auto or a version of Flux 2 such as .*"banana"/,
  ],
  [['update', '--branch', 'b'], /--branch goes with --commit/],
  [['scan', '--default-namespace', 'A_b'], /--default-namespace takes the name of a namespace/],
  [['check', '--yes'], /--yes goes with --fix/],
  [['tags'], /one image/],
  [['tags', 'http://ghcr.io/a'], /should not include URL scheme/],
  [['check', 'nowhere.yaml'], /nowhere\.yaml: there is no such file/],
  [['explain', 'nowhere.yaml:3'], /nowhere\.yaml: there is no such file/],
  [['explain', 'web.yaml:0'], /web\.yaml:0: lines count from 1/],
  [['check', '--tags', 'nowhere.json'], /no such file/],
  [['update', '--policy', 'web'], /namespace:name, not "web"/],
  [['update', '--automation', 'a:b'], /there is none of that name/],
] as const) {
  test(`fluxmark ${args.join(' ')}`, async () => {
    const { code, out, err } = await fluxmark(folder, folder, ...args)
    assert.equal(code, 2, err)
    assert.equal(out, '')
    assert.match(err, words)
    assert.equal(err.trim().split('\n').length, 1)
  })
}

test('check finds an error and exits 1, offline and outside of Git', async () => {
  const { code, out } = await fluxmark(folder, folder, 'check', '--offline', '--format', 'json')
  assert.equal(code, 1)
  const { diagnostics, summary } = JSON.parse(out)
  const { message, fingerprint, ...place } = diagnostics[0]
  assert.match(message, /colon/)
  assert.deepEqual(place, {
    file: 'a.yaml',
    line: 1,
    column: 12,
    endLine: 1,
    endColumn: 37,
    severity: 'error',
    code: 'marker-bad-separator',
    fixable: true,
    help: 'https://github.com/fluxmark/fluxmark/blob/main/docs/diagnostics.md#marker-bad-separator',
  })
  assert.match(fingerprint, /^[0-9a-f]{16}$/)
  assert.deepEqual(summary, { files: 1, markers: 0, policies: 0, errors: 1, warnings: 0, outdated: 0 })
})

test('check -o writes the report into a file, and text for people', async () => {
  const file = join(folder, 'report.json')
  const { code, out } = await fluxmark(folder, folder, 'check', '--offline', '--format', 'json', '-o', file)
  assert.equal(code, 1)
  assert.match(out, /a\.yaml:1:12 +error +marker-bad-separator/)
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).diagnostics.length, 1)
  rmSync(file)
})
