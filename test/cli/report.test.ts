import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportFormats } from '../../server/src/cli/reports/formats.ts'
import { type Report, reportOf } from '../../server/src/cli/reports/report.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture } from '../fixture.ts'

const wrong = 'image: x:1 # {"$imagepolicy": "a/b"}'

function report(text: string): Report {
  const { snapshot } = fixture(`#- web.yaml\n${text}`)
  const files = [...snapshot.files.keys()]
  return reportOf(
    snapshot,
    files,
    files.flatMap(path => diagnostics(snapshot, path)),
  )
}
const fingerprints = (text: string) => report(text).diagnostics.map(({ fingerprint }) => fingerprint)

test('a fingerprint stays when lines above move and when the line is indented, and no two are the same', () => {
  const two = `a:\n  ${wrong}\nb:\n  ${wrong}\n`
  const before = fingerprints(two)
  assert.equal(before.length, 2)
  assert.equal(new Set(before).size, 2)
  assert.deepEqual(fingerprints(`# one\n# two\n\n${two.replaceAll('  image', '    image')}`), before)
  assert.deepEqual(fingerprints(`a:\n  ${wrong}\n`), before.slice(0, 1))
  assert.notDeepEqual(fingerprints(`a:\n  ${wrong.replace('x:1', 'x:2')}\n`), before.slice(0, 1))
})

test('every format prints the same bytes twice, and ends in a line break', () => {
  assert.equal(new Set(reportFormats.map(({ name }) => name)).size, reportFormats.length)
  for (const { name, print } of reportFormats) {
    const printed = print(report(wrong), { hasColour: false })
    assert.equal(print(report(wrong), { hasColour: false }), printed, name)
    assert.match(printed, /\n$/, name)
    assert.match(printed, /marker-bad-separator/, name)
  }
})

test('text goes on below itself where the output is narrow, and says the same', () => {
  const text = reportFormats[0]
  const print = (columns?: number) =>
    text.print(report(wrong), { hasColour: false, ...(columns === undefined ? {} : { columns }) })
  const words = (printed: string) => printed.split(/\s+/).join(' ')
  for (const columns of [80, 100]) {
    const printed = print(columns)
    assert.equal(words(printed), words(print()))
    for (const line of printed.split('\n')) assert.ok(line.length <= columns, `${columns}: ${line}`)
  }
})
