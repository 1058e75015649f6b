import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokensOf } from './tokens.ts'

/** What the pattern grammar says of each piece of a text: `[piece, innermost scope]`, plain text left out. */
async function coloured(text: string): Promise<[string, string][]> {
  return (await tokensOf(text)).flatMap(({ piece, scope }) =>
    /\.re2(?:\.yaml)?$/.test(scope) || scope.startsWith('constant.character.escape.')
      ? [[piece, scope.replace(/(?:\.regexp)?\.re2(?:\.yaml)?$|\.yaml$/, '')] as [string, string]]
      : [],
  )
}

const version = [
  ['^', 'keyword.control.anchor'],
  ['(?P<', 'punctuation.definition.group'],
  ['n', 'variable.other.group'],
  ['>', 'punctuation.definition.group'],
  ['[', 'punctuation.definition.character-class'],
  ['0-9', 'constant.other.character-class.set'],
  [']', 'punctuation.definition.character-class'],
  ['{1,3}?', 'keyword.operator.quantifier'],
  ['|', 'keyword.operator.or'],
  ['.', 'constant.other.character-class.any'],
  ['*', 'keyword.operator.quantifier'],
  [')', 'punctuation.definition.group'],
  ['$', 'keyword.control.anchor'],
]

for (const text of [
  'pattern: ^v(?P<n>[0-9]{1,3}?|.*)$',
  "    pattern: '^v(?P<n>[0-9]{1,3}?|.*)$'",
  '    pattern: "^v(?P<n>[0-9]{1,3}?|.*)$"',
  "- pattern: '^v(?P<n>[0-9]{1,3}?|.*)$'  # a 'comment' (with) [words]",
  '  pattern: ^v(?P<n>[0-9]{1,3}?|.*)$ # (it)*',
  "filterTags: {extract: $n, pattern: '^v(?P<n>[0-9]{1,3}?|.*)$'}",
]) {
  test(`every part of a pattern has a scope of its own: ${text}`, async () => {
    assert.deepEqual(await coloured(`${text}\nextract: '(.*)$'`), version)
  })
}

for (const [text, ...expected] of [
  [
    String.raw`'\d\.\x2d'`,
    [String.raw`\d`, 'constant.other.character-class'],
    [String.raw`\.`],
    [String.raw`\x2d`],
  ],
  [
    String.raw`"\\d\\.\t"`,
    [String.raw`\\d`, 'constant.other.character-class'],
    [String.raw`\\.`],
    [String.raw`\t`],
  ],
  [`'it''s'`, [`''`, 'constant.character.escape.single-quote']],
] as const) {
  test(`escapes are of the expression and of the quotes: ${text}`, async () => {
    assert.deepEqual(
      await coloured(`pattern: ${text}`),
      expected.map(([piece, scope = 'constant.character.escape']) => [piece, scope]),
    )
  })
}

for (const [text, wrong, scope] of [
  ["'v(?!1)'", '(?!', 'invalid.illegal.group'],
  ["'v(?<=1)'", '(?<=', 'invalid.illegal.group'],
  [String.raw`'v\1'`, String.raw`\1`, 'invalid.illegal.backreference'],
] as const) {
  test(`what RE2 lacks is shown as wrong: ${text}`, async () => {
    assert.deepEqual((await coloured(`pattern: ${text}`))[0], [wrong, scope])
  })
}

for (const quote of [`'`, '"']) {
  test(`a quote that is not closed marks its own line only: ${quote}`, async () => {
    assert.deepEqual(await coloured(`pattern: ${quote}v[0-9\nextract: (.*)\nrange: '>=1'`), [
      [quote, 'invalid.illegal.unclosed'],
      ['[', 'punctuation.definition.character-class'],
      ['0-9', 'constant.other.character-class.set'],
    ])
  })
}

for (const text of [
  '# pattern: ^v.*$',
  'data: |\n  pattern: ^v.*$',
  'patterns: ^v.*$',
  'my-pattern: ^v.*$',
  'pattern:^v.*$',
  'text: "pattern: ^v.*$"',
]) {
  test(`no pattern, no colour: ${JSON.stringify(text)}`, async () => {
    assert.deepEqual(await coloured(text), [])
  })
}
