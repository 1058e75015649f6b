import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import type { Session } from '../../server/src/session.ts'
import { visible } from '../../server/src/text/foreign.ts'
import { fluxmark } from '../cli/fluxmark.ts'
import { assertJunit } from './junit-schema.ts'
import { canParse, foreignMarkup, sectionsOf } from './markdown-tree.ts'
import { formats, reportsOf, repositories } from './repositories.ts'

/** The reports of real repositories, before the programs that their readers use. */

const root = join(import.meta.dirname, '../../..')
const tools = join(root, 'test/reports/node_modules')
const lacking = existsSync(join(tools, '@xmldom/xmldom')) ? false : 'needs `npm ci --prefix test/reports`'
const all = repositories(root, process.env.FLUXMARK_TEST_DATA)

const manual = 'https://github.com/fluxmark/fluxmark/blob/main/docs/diagnostics.md'

/** A finding of the JSON. */
interface Told {
  readonly file: string
  readonly line: number
  readonly severity: string
  readonly code: string
  readonly message: string
}

/** A place of a report: both count from 1, columns in UTF-16 units. */
interface Place {
  readonly line: number
  readonly column: number
}

describe('reports', { concurrency: 4 }, () => {
  let work = ''
  const reports = new Map<string, string>()
  const sessions = new Map<string, Session>()
  const report = (name: string, format: string) => reports.get(`${name}.${format}`) ?? ''
  const parsed = (name: string, format: string) => JSON.parse(report(name, format))

  before(async () => {
    work = mkdtempSync(join(tmpdir(), 'fluxmark-reports-'))
    mkdirSync(join(work, 'home'))
    for (const repository of all) {
      const { session, reports: own } = await reportsOf(repository)
      sessions.set(repository.name, session)
      for (const [format, text] of own) {
        reports.set(`${repository.name}.${format}`, text)
        writeFileSync(join(work, `${repository.name}.${format}`), text)
      }
    }
  })
  after(() => rmSync(work, { recursive: true, force: true }))

  test('Microsoft’s SARIF tool finds no error in them', { skip: lacking }, () => {
    const folder = join(tools, '@microsoft/sarif-multitool-linux')
    const program = join(folder, 'Sarif.Multitool')
    // Its install script would do no more, and scripts of packages are not run.
    chmodSync(program, 0o755)
    const files = all.map(({ name }) => `${name}.sarif`)
    // It ends with 0 whatever it finds.
    const out = execFileSync(program, ['validate', ...files], { cwd: work, encoding: 'utf8' })
    assert.match(out, /Analysis completed successfully/)
    for (const file of files) assert.ok(out.includes(file), `${file} was not read`)
    assert.doesNotMatch(out, /: error /)
  })

  test('the validator of rdjson accepts them', { skip: lacking }, () => {
    const program = join(tools, '@umbrelladocs/rdformat-validator/bin/rdformat-validator.js')
    const files = all.map(({ name }) => join(work, `${name}.rdjson`))
    execFileSync(process.execPath, [program, '--strict', '--no-extra-fields', ...files], { encoding: 'utf8' })
  })

  test('JUnit is well-formed, and holds what its readers need', { skip: lacking }, () => {
    for (const { name } of all) assertJunit(report(name, 'junit'), name, tools)
  })

  test('Markdown is a table of every finding as JSON has it, with no link but to the manual', {
    skip: canParse ? false : 'needs `npm ci --prefix test/reports`',
  }, () => {
    for (const { name } of all) {
      const text = report(name, 'markdown')
      assert.deepEqual(
        foreignMarkup(text, url => url.startsWith(`${manual}#`)),
        [],
        name,
      )
      const sections = sectionsOf(text)
      assert.ok(sections, `${name}: ${text.slice(0, 500)}`)
      const found: readonly Told[] = parsed(name, 'json').diagnostics
      assert.equal(sections.flatMap(({ rows }) => rows).length, found.length, name)
      const rowsOf = ({ file, line, severity, code, message }: Told) => [
        [severity, visible(`${file}:${line}`), `${visible(message)} (${code})`].join(' | '),
      ]
      const isProblem = ({ severity }: Told) => severity === 'error' || severity === 'warning'
      for (const { title, columns, rows } of sections) {
        for (const row of rows) assert.equal(row.length, columns.length, `${name}: ${row.join(' | ')}`)
        const [count, what = ''] = title.split(' ')
        assert.equal(Number(count), rows.length, name)
        if (what === 'outdated') assert.deepEqual(columns, ['policy', 'old', 'new', 'where'])
        else assert.deepEqual(columns, ['severity', 'where', 'what'])
        const told = rows.map(row => row.join(' | '))
        if (what.startsWith('problem')) assert.deepEqual(told, found.filter(isProblem).flatMap(rowsOf), name)
        if (what.startsWith('remark'))
          for (const row of told) assert.ok(found.flatMap(rowsOf).includes(row), `${name}: ${row}`)
      }
    }
  })

  test('SARIF, rdjson, GitLab and JSON name the same places', () => {
    for (const { name } of all) {
      const { diagnostics: found } = parsed(name, 'json')
      const { results } = parsed(name, 'sarif').runs[0]
      const suggestions = parsed(name, 'rdjson').diagnostics
      const issues = parsed(name, 'gitlab')
      for (const entries of [results, suggestions, issues]) assert.equal(entries.length, found.length, name)
      for (const [at, { file, line, column, endLine, endColumn, code, fingerprint }] of found.entries()) {
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
      }
    }
  })

  test('at each place is the text that the finding is about', () => {
    let read = 0
    for (const { name, folder } of all) {
      const { snapshot } = sessions.get(name) ?? {}
      assert.ok(snapshot)
      for (const { file, line, column, endLine, endColumn, code, message } of parsed(name, 'json')
        .diagnostics) {
        const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '')
        const there = textBetween(text, { line, column }, { line: endLine, column: endColumn })
        const meant = diagnostics(snapshot, file)
          .filter(found => found.code === code && message.startsWith(found.message.slice(0, 20)))
          .map(({ span: [from, to] }) => text.slice(from, to))
        assert.ok(meant.includes(there), `${name}: ${file}:${line}:${column} ${code}: ${there}`)
        read++
      }
      for (const { fixes = [] } of parsed(name, 'sarif').runs[0].results)
        for (const { artifactLocation, replacements } of fixes.flatMap(
          (fix: { artifactChanges: unknown }) => fix.artifactChanges,
        ))
          for (const { deletedRegion } of replacements) {
            const { startLine, startColumn, endLine, endColumn } = deletedRegion
            const text = readFileSync(join(folder, decodeURIComponent(artifactLocation.uri)), 'utf8')
            textBetween(text, { line: startLine, column: startColumn }, { line: endLine, column: endColumn })
          }
    }
    assert.ok(read > 0)
  })

  test('GitHub gets at most ten annotations of a level', () => {
    for (const { name } of all) {
      const lines = report(name, 'github').split('\n')
      for (const level of ['error', 'warning', 'notice'])
        assert.ok(lines.filter(line => line.startsWith(`::${level} `)).length <= 10, `${name} ${level}`)
    }
  })

  test('the same again gives the same bytes, in whichever order the disk names the files', async () => {
    for (const repository of all) {
      const { reports: again } = await reportsOf(repository, true)
      for (const format of formats)
        assert.equal(again.get(format), report(repository.name, format), `${repository.name} ${format}`)
    }
  })

  test('with -o the report is in the file, and the log has the text', async () => {
    const folder = join(root, 'examples/demo')
    const check = (...args: readonly string[]) =>
      fluxmark(folder, join(work, 'home'), 'check', '--offline', '.', ...args)
    const file = join(work, 'out.sarif')
    const run = await check('--format', 'sarif', '-o', file)
    assert.equal(readFileSync(file, 'utf8'), (await check('--format', 'sarif')).out)
    const plain = await check()
    // How far long work is, is said by time.
    const withoutProgress = (said: string) => said.replaceAll(/^checked \d+ of .*\n/gm, '')
    assert.equal(withoutProgress(run.out + run.err), withoutProgress(plain.out + plain.err))
  })
})

/** What stands between two places, found by counting lines; fails where there is no such place. */
function textBetween(text: string, from: Place, to: Place): string {
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g) ?? []
  const offset = ({ line, column }: Place) => {
    const own = lines[line - 1]
    assert.ok(own !== undefined && column >= 1 && column - 1 <= own.length, `no place ${line}:${column}`)
    return lines.slice(0, line - 1).join('').length + column - 1
  }
  assert.ok(offset(from) <= offset(to))
  return text.slice(offset(from), offset(to))
}
