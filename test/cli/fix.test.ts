import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

const tutorial = join(import.meta.dirname, '../../../examples/tutorial')
const main = join(import.meta.dirname, '../../../dist/main.js')

/** What `check --fix` does to the tutorial, which people wrote for a Flux of years ago. */
describe('check --fix', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fluxmark-fix-'))
    cpSync(tutorial, folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const read = (name: string, from = folder) => readFileSync(join(from, name), 'utf8')
  const isUntouched = () => readdirSync(tutorial).every(name => read(name) === read(name, tutorial))
  const mended = (name: string) =>
    read(name, tutorial)
      .replace(/image\.toolkit\.fluxcd\.io\/v1beta[12]/g, 'image.toolkit.fluxcd.io/v1')
      .replace('.Updated.Images', '.Changed.Changes')
      .replace('{{ . }}', '{{ .OldValue }} -> {{ .NewValue }}')
  const run = (...args: readonly string[]) =>
    fluxmark(folder, folder, 'check', '--offline', '--flux-version', '2.9', '--fix', ...args)

  test('in a script shows the change, and writes it', async () => {
    const { code, out, err } = await run()
    assert.equal(code, 0, out)
    assert.match(out, /^--- a\/automation\.yaml\n/)
    assert.match(
      out,
      /^-apiVersion: image\.toolkit\.fluxcd\.io\/v1beta1\n\+apiVersion: image\.toolkit\.fluxcd\.io\/v1$/m,
    )
    assert.match(out, /^3 files, 1 marker, 1 policy: 0 errors, 0 warnings, 0 outdated$/m)
    assert.equal(err, 'fixed automation.yaml\nfixed registry.yaml\n')
    for (const name of readdirSync(tutorial)) assert.equal(read(name), mended(name), name)
    // Whoever runs it again has nothing to do.
    assert.doesNotMatch((await run()).out, /^---/m)
  })

  test('with --dry-run only shows it', async () => {
    const { code, out, err } = await run('--dry-run')
    assert.equal(code, 1)
    assert.match(out, /^\+\+\+ b\/registry\.yaml$/m)
    assert.equal(err, '')
    assert.ok(isUntouched())
  })

  test('leaves the API versions as they are where nothing tells the version of Flux', async () => {
    const { out } = await fluxmark(folder, folder, 'check', '--offline', '--fix')
    assert.match(out, /warning +repo-api-version .*assumed 2\.9/)
    assert.equal(read('registry.yaml'), read('registry.yaml', tutorial))
  })

  test('leaves standard output to JSON', async () => {
    const { code, out, err } = await run('--format', 'json')
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(out).summary.errors, 0)
    assert.match(err, /^--- a\/automation\.yaml$/m)
    assert.equal(read('registry.yaml'), mended('registry.yaml'))
  })

  describe('at a terminal', {
    skip: hasScript() ? false : 'needs script: apt-get install -y bsdutils',
  }, () => {
    const answer = (typed: string, ...args: readonly string[]) => {
      const command = [
        process.execPath,
        main,
        'check',
        '--offline',
        '--flux-version',
        '2.9',
        '--fix',
        ...args,
      ].join(' ')
      const options = { cwd: folder, input: typed, encoding: 'utf8' } as const
      return spawnSync('script', ['-qec', command, '/dev/null'], options).stdout
    }

    test('asks, and writes after a yes', () => {
      assert.match(answer('y\n'), /Write these 2 files\? \[y\/N\]/)
      assert.equal(read('automation.yaml'), mended('automation.yaml'))
    })

    test('and writes nothing after anything else', () => {
      assert.match(answer('\n'), /nothing was written/)
      assert.ok(isUntouched())
    })

    test('and asks nothing with --yes', () => {
      assert.doesNotMatch(answer('', '--yes'), /\[y\/N\]/)
      assert.equal(read('automation.yaml'), mended('automation.yaml'))
    })
  })
})

function hasScript(): boolean {
  return spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0
}
