import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDocuments } from '../../server/src/text/yaml.ts'

/** Text that is much like YAML, right or wrong. */
const yamlish: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'b: ',
        '- ',
        '\n',
        '\n  ',
        '# c',
        ' # c',
        '"',
        "'",
        '|',
        '>-',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
      ),
      fc.constantFrom(
        '? ',
        '&x ',
        '*x',
        '!!str ',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '\t',
        '\r\n',
        '\uFEFF',
        '<<: ',
        '{{',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

test('no text makes the reader throw, and every span lies in the text', () => {
  fc.assert(
    fc.property(yamlish, text => {
      for (const document of readDocuments(text)) {
        for (const { span, text: comment } of document.comments) assert.equal(text.slice(...span), comment)
      }
    }),
    { numRuns: 1000 },
  )
})

test('a comment is told with what it stands behind or above', () => {
  const text = 'a: 1 # x\n# y\nb: # z\n  - c\n  # w\n  - "#d" # v\n'
  const [document] = readDocuments(text)
  assert.deepEqual(
    document?.comments.map(({ text, position, place }) => [text, position, place?.as, place?.node.kind]),
    [
      ['# x', 'line', 'value', 'scalar'],
      ['# y', 'above', 'key', 'scalar'],
      ['# z', 'line', 'key', 'scalar'],
      ['# w', 'above', 'item', 'scalar'],
      ['# v', 'line', 'item', 'scalar'],
    ],
  )
})
