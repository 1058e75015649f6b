import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cursorAt } from '../../server/src/text/cursor.ts'

/** Where `$0` lies, in short: `key spec.policy <sem>`, with what would be replaced between `<` and `>`. */
function where(source: string): string | undefined {
  const offset = source.indexOf('$0')
  const text = source.replace('$0', '')
  const cursor = cursorAt(text, offset)
  return cursor && `${cursor.at} ${cursor.path.join('.')} <${text.slice(...cursor.span)}>`
}

const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['a half-typed key', 'spec:\n  image: x\n  inter$0\n  suspend: true', 'key spec <inter>'],
  ['an empty line', 'spec:\n  image: x\n  $0', 'key spec <>'],
  [
    'an empty line below a key without a value',
    'spec:\n  policy:\n    $0\n  suspend: true',
    'key spec.policy <>',
  ],
  [
    'an empty line below something deeper',
    'spec:\n  policy:\n    semver:\n      range: x\n    $0',
    'key spec.policy <>',
  ],
  ['the left margin', 'spec:\n  image: x\n$0', 'key  <>'],
  ['an empty document', '$0', 'key  <>'],
  ['a document among others', 'a: 1\n---\nb:\n  c$0\n---\nd: 1', 'key b <c>'],
  ['a key that has its value', 'spec:\n  ima$0ge: x', 'key spec <image>'],
  ['a value', 'spec:\n  image: gh$0cr.io/acme # note', 'value spec.image <ghcr.io/acme>'],
  ['a missing value', 'spec:\n  image: $0\n  interval: 5m', 'value spec.image <>'],
  ['a value in quotes', "spec:\n  range: '>=1.0 $0'", "value spec.range <'>=1.0 '>"],
  ['a value with an open quote', 'spec:\n  range: ">=$0', 'value spec.range <">=>'],
  ['an item of a list', 'spec:\n  list:\n    - a\n    - b$0', 'key spec.list.1 <b>'],
  ['a key of an item', 'items:\n- spec:\n    ima$0', 'key items.0.spec <ima>'],
  ['a further key of an item', 'items:\n  - a: 1\n    b$0', 'key items.0 <b>'],
  ['a key in braces', 'spec: {image: x, in$0}', 'key spec <in>'],
  ['a value in braces', 'spec: {ref: {name: w$0}, interval: 5m}', 'value spec.ref.name <w>'],
  ['braces that are not closed', 'spec: {ref: {name: $0', 'value spec.ref.name <>'],
  ['an item in brackets', 'spec: {list: [a, b$0]}', 'value spec.list.1 <b>'],
  ['a block scalar', 'spec:\n  message: |\n    a: {{ .$0 }}\n  x: 1', 'block spec.message <>'],
  ['a line in a block scalar that looks like a comment', 'message: |\n  # $0\n', 'block message <>'],
  ['a comment', 'image: x # $0', undefined],
  ['Windows line ends', 'spec:\r\n  image: x\r\n  in$0\r\n', 'key spec <in>'],
]

describe('a place in YAML that is being typed', () => {
  for (const [name, source, expected] of cases) test(name, () => assert.equal(where(source), expected))

  test('never throws, whatever the text', () => {
    const text = fc.stringMatching(/^[a: {}[\],'"|\n#-]{0,60}$/)
    fc.assert(
      fc.property(text, fc.nat(60), (source, at) => {
        cursorAt(source, Math.min(at, source.length))
      }),
      { numRuns: 500 },
    )
  })
})
