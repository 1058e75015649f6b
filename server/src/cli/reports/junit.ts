import { shown } from '../../text/foreign.ts'
import { asItIs } from '../printed.ts'
import type { Reported, ReportFormat } from './report.ts'

/** JUnit's XML: a suite a file, a case a diagnostic; errors and warnings are failures, the others pass with a note. */
export const junit: ReportFormat = {
  name: 'junit',
  print: ({ diagnostics }) => {
    const files = [...new Set(diagnostics.map(({ found }) => found.path))]
    const suites = files.map(path =>
      suite(
        path,
        diagnostics.filter(({ found }) => found.path === path),
      ),
    )
    const failures = diagnostics.filter(isFailing).length
    return asItIs(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="fluxmark" tests="${diagnostics.length}" failures="${failures}" errors="0">`,
        ...suites.flat(),
        '</testsuites>',
        '',
      ].join('\n'),
    )
  },
}

function suite(path: string, own: readonly Reported[]): readonly string[] {
  const failures = own.filter(isFailing).length
  return [
    `  <testsuite name="${xml(path)}" tests="${own.length}" failures="${failures}" errors="0" skipped="0" time="0">`,
    ...own.flatMap(testcase),
    '  </testsuite>',
  ]
}

function testcase(one: Reported): readonly string[] {
  const { found, start, help } = one
  const place = `${found.path}:${start.line}:${start.column}`
  const text = xml(`${place}: ${found.message}\n${help}`)
  const inner = isFailing(one)
    ? `<failure type="${xml(found.code)}" message="${xml(found.message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`
  return [
    `    <testcase classname="${xml(found.path)}" name="${xml(`${found.code} ${start.line}:${start.column}`)}" time="0">`,
    `      ${inner}`,
    '    </testcase>',
  ]
}

function isFailing({ found: { severity } }: Reported): boolean {
  return severity === 'error' || severity === 'warning'
}

/** Text and attributes; characters that XML 1.0 has not are replaced. In a log that is read for commands, none is one. */
function xml(text: string): string {
  return shown(text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd'))
    .replace(/##(?=\w*\[)/g, '# #')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
}
