import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { lineIndex } from '../../server/src/text/line-index.ts'
import { fluxmark } from '../cli/fluxmark.ts'

/** The reports of real repositories, before the programs that their readers use. */

const root = join(import.meta.dirname, '../../..')
const tools = join(root, 'test/reports/node_modules')
const lacking = existsSync(tools) ? false : 'needs `npm ci --prefix test/reports`'
const data = process.env.FLUXMARK_TEST_DATA

/** Each repository by a name for its reports. */
const repositories: readonly (readonly [string, string])[] = [
  ['demo', join(root, 'examples/demo')],
  ['tutorial', join(root, 'examples/tutorial')],
  ...(data
    ? [['radix', join(data, 'corpora/radix-flux')] as const, ...sample(join(data, 'cases/repositories'))]
    : []),
]

/** Some of the cases: enough of each kind, in seconds. */
function sample(folder: string): readonly (readonly [string, string])[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  const names = entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : [])).sort()
  return names.filter((_, at) => at % 3 === 0).map(name => [`case-${name}`, join(folder, name)])
}

const formats = ['sarif', 'rdjson', 'junit', 'gitlab', 'github', 'markdown', 'json'] as const
type Format = (typeof formats)[number]

describe('reports', { concurrency: 4 }, () => {
  let work = ''
  const reports = new Map<string, string>()
  const report = (name: string, format: Format) => reports.get(`${name}.${format}`) ?? ''

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'fluxmark-reports-'))
    mkdirSync(join(work, 'home'))
    for (const [name, folder] of repositories) {
      const runs = formats.map(async format => {
        const run = await fluxmark(folder, join(work, 'home'), 'check', '--offline', '--format', format, '.')
        assert.ok(run.code === 0 || run.code === 1, `${name} ${format}: ${run.err}`)
        reports.set(`${name}.${format}`, run.out)
        writeFileSync(join(work, `${name}.${format}`), run.out)
      })
      await Promise.all(runs)
    }
  })
  after(() => rmSync(work, { recursive: true, force: true }))

  test('Microsoft’s SARIF tool finds no error in them', { skip: lacking }, () => {
    const folder = join(tools, '@microsoft/sarif-multitool-linux')
    const program = join(folder, 'Sarif.Multitool')
    // Its install script would do no more, and scripts of packages are not run.
    chmodSync(program, 0o755)
    const files = repositories.map(([name]) => `${name}.sarif`)
    // It ends with 0 whatever it finds.
    const out = execFileSync(program, ['validate', ...files], { cwd: work, encoding: 'utf8' })
    assert.match(out, /Analysis completed successfully/)
    assert.doesNotMatch(out, /: error /)
  })

  test('the validator of rdjson accepts them', { skip: lacking }, () => {
    const program = join(tools, '@umbrelladocs/rdformat-validator/bin/rdformat-validator.js')
    const files = repositories.map(([name]) => join(work, `${name}.rdjson`))
    execFileSync(process.execPath, [program, '--strict', '--no-extra-fields', ...files], { encoding: 'utf8' })
  })

  test('SARIF, rdjson, GitLab and JSON name the same places, and there is the text that a finding is about', () => {
    let read = 0
    for (const [name, folder] of repositories) {
      const { diagnostics } = JSON.parse(report(name, 'json'))
      const { results } = JSON.parse(report(name, 'sarif')).runs[0]
      const suggestions = JSON.parse(report(name, 'rdjson')).diagnostics
      const issues = JSON.parse(report(name, 'gitlab'))
      assert.equal(results.length, diagnostics.length, name)
      assert.equal(suggestions.length, diagnostics.length, name)
      for (const [
        at,
        { file, line, column, endLine, endColumn, code, fingerprint },
      ] of diagnostics.entries()) {
        const { artifactLocation, region } = results[at].locations[0].physicalLocation
        assert.equal(decodeURIComponent(artifactLocation.uri), file)
        assert.equal(results[at].ruleId, code)
        assert.equal(results[at].partialFingerprints['fluxmark/v1'], fingerprint)
        assert.deepEqual(
          [region.startLine, region.startColumn, region.endLine, region.endColumn],
          [line, column, endLine, endColumn],
        )
        const { range } = suggestions[at].location
        assert.deepEqual([range.start.line, range.start.column], [line, column])
        assert.equal(issues[at].location.lines.begin, line)
        const text = readFileSync(join(folder.startsWith(root) ? root : folder, file), 'utf8').replace(
          /^\uFEFF/,
          '',
        )
        const index = lineIndex(text)
        const from = index.offsetAt({ line: line - 1, character: column - 1 })
        const to = index.offsetAt({ line: endLine - 1, character: endColumn - 1 })
        assert.ok(from <= to && to <= text.length, `${name}: ${file}:${line}`)
        read++
      }
    }
    assert.ok(read > 0)
  })

  test('JUnit is well-formed, and GitHub gets at most ten annotations of a level', () => {
    for (const [name] of repositories) {
      const xml = report(name, 'junit')
      const open: string[] = []
      for (const [, close, tag = '', , single] of xml.matchAll(
        /<(\/?)([a-z-]+)((?: [\w.]+="[^"<]*")*)(\/?)>/g,
      )) {
        if (close) assert.equal(open.pop(), tag, name)
        else if (!single) open.push(tag)
      }
      assert.deepEqual(open, [], name)
      assert.match(xml, /<testsuites[^>]*>/)
      const lines = report(name, 'github').split('\n')
      for (const level of ['error', 'warning', 'notice'])
        assert.ok(lines.filter(line => line.startsWith(`::${level} `)).length <= 10, `${name} ${level}`)
    }
  })

  test('the same run twice gives the same bytes', async () => {
    const [[name, folder] = ['', '']] = repositories
    for (const format of formats) {
      const { out } = await fluxmark(
        folder,
        join(work, 'home'),
        'check',
        '--offline',
        '--format',
        format,
        '.',
      )
      assert.equal(out, report(name, format), format)
    }
  })

  test('with -o the report is in the file, and the log has the text', async () => {
    const [[name, folder] = ['', '']] = repositories
    const file = join(work, 'out.sarif')
    const run = await fluxmark(
      folder,
      join(work, 'home'),
      'check',
      '--offline',
      '--format',
      'sarif',
      '-o',
      file,
      '.',
    )
    assert.equal(readFileSync(file, 'utf8'), report(name, 'sarif'))
    const plain = await fluxmark(folder, join(work, 'home'), 'check', '--offline', '.')
    // How far long work is, is said by time.
    const withoutProgress = (said: string) => said.replaceAll(/^checked \d+ of .*\n/gm, '')
    assert.equal(withoutProgress(run.out + run.err), withoutProgress(plain.out + plain.err))
  })
})
