import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../../server/src/text/node.ts'
import { slice } from '../../server/src/text/span.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

for (const [line, marked, value] of [
  [`pattern: '^v(.*)$`, `'^v(.*)$`, '^v(.*)$'],
  [`pattern: "^v(.*)$`, `"^v(.*)$`, '^v(.*)$'],
  [`pattern: 'it''s`, `'it''s`, "it's"],
  [`pattern: '^v # by hand`, `'^v`, '^v'],
]) {
  for (const next of ['extract: $version', "extract: '$version'", 'extract: "$version"']) {
    for (const newline of ['\n', '\r\n']) {
      test(`a quote that is not closed is an error of its own line: ${JSON.stringify(line + newline + next)}`, () => {
        const text = ['kind: A', '---', 'kind: B', line, next, 'last: x # end', '---', 'kind: C'].join(
          newline,
        )
        const [before, broken, after] = readDocuments(text)
        assert.deepEqual([before?.errors, after?.errors], [[], []])
        assert.deepEqual(
          broken?.errors.map(({ span }) => slice(text, span)),
          [marked],
        )
        const read = ['kind', 'pattern', 'extract', 'last'].map(name => field(broken?.root, name))
        assert.deepEqual(
          read.map(node => node?.kind === 'scalar' && node.value),
          ['B', value, '$version', 'x'],
        )
        assert.equal(slice(text, read[3]?.span ?? [0, 0]), 'x')
        assert.equal(
          broken?.comments.some(({ text: comment }) => comment === '# end'),
          true,
        )
      })
    }
  }
}

test('a quoted value over several lines is right as it is', () => {
  const text = 'pattern: \'^v\n  (.*)$\'\nlast: "a\n  b"\n'
  assert.deepEqual(
    readDocuments(text).map(({ errors }) => errors),
    [[]],
  )
})
