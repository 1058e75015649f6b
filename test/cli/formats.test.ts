import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportFormats } from '../../server/src/cli/reports/formats.ts'
import { type Report, reportOf } from '../../server/src/cli/reports/report.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { lineIndex } from '../../server/src/text/line-index.ts'
import { fixture } from '../fixture.ts'

/** The formats of `check` that other programs read. */

const { snapshot } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- automation apps:main ./
#- apps/a b.yaml
kind: A
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
😀: 1
wrong: x:1 # {"$imagepolicy": "apps/web"}
none: y:1 # {"$imagepolicy": "apps:nobody"}
`)
const files = [...snapshot.files.keys()]
const report: Report = reportOf(
  snapshot,
  files,
  files.flatMap(path => diagnostics(snapshot, path)),
)
const print = (name: string, of: Report = report) =>
  reportFormats.find(format => format.name === name)?.print(of, { hasColour: false }) ?? ''

/** What stands between two places that count from 1. */
function textAt(
  path: string,
  from: { line: number; column: number },
  to: { line: number; column: number },
): string {
  const text = snapshot.files.get(path)?.text ?? ''
  const offset = ({ line, column }: { line: number; column: number }) =>
    lineIndex(text).offsetAt({ line: line - 1, character: column - 1 })
  return text.slice(offset(from), offset(to))
}
const marked = report.diagnostics.map(({ found: { path, span } }) =>
  snapshot.files.get(path)?.text.slice(...span),
)

test('the fixture has an error, a warning and something outdated', () => {
  const severities = new Set(report.diagnostics.map(({ found }) => found.severity))
  for (const severity of ['error', 'warning', 'information'] as const)
    assert.ok(severities.has(severity), severity)
})

test('sarif: every result has a rule with help, a fingerprint, and a region that is the very text', () => {
  const log = JSON.parse(print('sarif'))
  assert.equal(log.version, '2.1.0')
  const [{ tool, results, columnKind }] = log.runs
  assert.equal(columnKind, 'utf16CodeUnits')
  assert.equal(results.length, report.diagnostics.length)
  for (const [
    at,
    { ruleId, ruleIndex, level, message, locations, partialFingerprints, fixes = [] },
  ] of results.entries()) {
    const rule = tool.driver.rules[ruleIndex]
    assert.equal(rule.id, ruleId)
    assert.match(rule.helpUri, new RegExp(`#${ruleId}$`))
    assert.match(level, /^(error|warning|note)$/)
    assert.ok(message.text)
    assert.match(partialFingerprints['fluxmark/v1'], /^[0-9a-f]{16}$/)
    const { artifactLocation, region } = locations[0].physicalLocation
    const path = decodeURIComponent(artifactLocation.uri)
    assert.doesNotMatch(artifactLocation.uri, / /)
    const text = textAt(
      path,
      { line: region.startLine, column: region.startColumn },
      { line: region.endLine, column: region.endColumn },
    )
    assert.equal(text, marked[at])
    for (const { artifactChanges } of fixes)
      for (const { replacements } of artifactChanges) assert.notEqual(replacements.length, 0)
  }
  assert.ok(results.some(({ fixes }: { fixes?: unknown }) => fixes))
})

test('github: an annotation a diagnostic, at most ten of a level, and nothing in a text is a command', () => {
  const lines = print('github').trim().split('\n')
  const error = lines.find(line => line.startsWith('::error ')) ?? ''
  assert.match(
    error,
    /^::error file=apps\/a b\.yaml,line=4,endLine=4,col=\d+,endColumn=\d+,title=marker-bad-separator::/,
  )
  assert.match(error, /%0Ahttps:/)
  assert.ok(lines.some(line => line.startsWith('::warning ')))
  const [first] = report.diagnostics
  assert.ok(first)
  const found = { ...first.found, severity: 'error' as const, message: '::stop-commands::x\n100%' }
  const many = { ...report, diagnostics: Array.from({ length: 13 }, () => ({ ...first, found })) }
  const out = print('github', many).trim().split('\n')
  assert.equal(out.filter(line => line.startsWith('::error ')).length, 10)
  assert.ok(out.includes('::group::3 more of level error'))
  assert.ok(out.includes('::endgroup::'))
  assert.ok(out[0]?.endsWith(`::stop-commands::x%0A100%25%0A${first.help}`))
  assert.ok(!out.some(line => line.startsWith('::stop')))
})

test('gitlab: an array of issues with what GitLab requires', () => {
  const issues = JSON.parse(print('gitlab'))
  assert.equal(issues.length, report.diagnostics.length)
  for (const { description, check_name, fingerprint, severity, location } of issues) {
    assert.ok(description && check_name && fingerprint && location.path)
    assert.match(severity, /^(info|minor|major|critical|blocker)$/)
    assert.ok(location.lines.begin >= 1)
  }
  assert.equal(new Set(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).size, issues.length)
})

test('junit: well-formed, with the required attributes, whatever a message holds', () => {
  const [first, ...others] = report.diagnostics
  assert.ok(first)
  const found = { ...first.found, severity: 'error' as const, message: `<a> & "b" ]]> \u0001 '\n` }
  const xml = print('junit', { ...report, diagnostics: [{ ...first, found }, ...others] })
  const open: string[] = []
  const tags = [...xml.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)>|<[^?]/g)]
  for (const [whole, close, name, attributes = ''] of tags) {
    assert.ok(name, whole)
    if (close) assert.equal(open.pop(), name)
    else open.push(name)
    if (!close && name === 'testcase') assert.match(attributes, / classname="[^"]+" name="[^"]+"/)
    if (!close && name === 'testsuite') assert.match(attributes, / name="[^"]+" tests="\d+" failures="\d+"/)
  }
  assert.deepEqual(open, [])
  assert.match(xml, /&lt;a&gt; &amp; &quot;b&quot; \]\]&gt; \ufffd/)
  assert.equal(xml.match(/<testcase/g)?.length, report.diagnostics.length)
})

test('rdjson: ranges are the very text, and a suggestion is one edit of it', () => {
  const { source, diagnostics } = JSON.parse(print('rdjson'))
  assert.equal(source.name, 'fluxmark')
  for (const [at, { message, location, severity, code }] of diagnostics.entries()) {
    assert.ok(message && code.value && code.url)
    assert.match(severity, /^(ERROR|WARNING|INFO)$/)
    assert.equal(textAt(location.path, location.range.start, location.range.end), marked[at])
  }
  const [suggestion] = diagnostics.flatMap(
    ({ suggestions = [] }: { suggestions?: readonly unknown[] }) => suggestions,
  )
  assert.ok(suggestion.range.start.line >= 1 && typeof suggestion.text === 'string')
})

test('markdown: what is wrong with its page, and old and new of what is outdated', () => {
  const text = print('markdown')
  assert.match(text, /\(\[marker-bad-separator\]\(https:\/\/\S+#marker-bad-separator\)\)/)
  assert.match(
    text,
    /\| `apps:web` \| `ghcr\.io\/acme\/web:1\.0\.0` \| `ghcr\.io\/acme\/web:1\.1\.0` \| `apps\/a b\.yaml:2` \|/,
  )
})
