import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGoError } from '../../server/src/go/go-error.ts'
import { sequenceFinder } from '../../server/src/go/regexp/sequence.ts'
import { readRegexp } from '../../server/src/go/regexp/syntax.ts'
import { compileRegexp, type Regexp, regexpError } from '../../server/src/go/regexp.ts'

function compiled(pattern: string): Regexp {
  const regexp = compileRegexp(pattern)
  if (isGoError(regexp)) throw new Error(regexp.err)
  return regexp
}

function errorOf(pattern: string): string | undefined {
  const regexp = compileRegexp(pattern)
  return isGoError(regexp) ? regexp.err.replace('error parsing regexp: ', '') : undefined
}

test('the leftmost match wins, and of several there the first alternative', () => {
  assert.deepEqual(compiled('a|ab').find('xab'), [1, 2])
  assert.deepEqual(compiled('(a)|(b)').find('b'), [0, 1, -1, -1, 0, 1])
  assert.deepEqual(compiled('(?:(a)|b)*').find('ab'), [0, 2, 0, 1])
})

test('behind an empty \\Q\\E, or flags, what is repeated already may be repeated again', () => {
  assert.deepEqual(compiled('x(?:a{2}\\Q\\E*)z').find('xaaaaz'), [0, 6])
  // The flags stand where they stood: `U` concerns the second repetition alone, and what follows.
  assert.deepEqual(compiled('b*(?U)+b{1,2}').find('bbb'), [0, 3])
  assert.equal(errorOf('a{2}*'), 'invalid nested repetition operator: `{2}*`')
})

test('a group name may come twice; Expand takes the one that took part', () => {
  const regexp = compiled('(?P<v>\\d+)-a|(?<v>\\d+)-b')
  assert.deepEqual(regexp.groupNames, ['v', 'v'])
  const offsets = regexp.find('x7-b') ?? []
  assert.equal(regexp.expander('<$v>')('x7-b', offsets), '<7>')
})

test('Unicode classes go by any of their names, however spelled', () => {
  for (const name of ['Letter', 'letter', 'L', 'l', 'Cased_Letter', 'ASCII', 'any', 'Latin', 'assigned']) {
    assert.ok(compiled(`^\\p{${name}}$`).test('a'), name)
  }
  assert.ok(compiled('^\\P{^Lu}$').test('A'))
  // Go looks these up by a name that its own table does not have.
  for (const name of ['Old_Italic', 'Olditalic', 'SignWriting', 'Garay', 'Uppercase', '']) {
    assert.equal(errorOf(`\\p{${name}}`), `invalid character class range: \`\\p{${name}}\``)
  }
})

test('what is wrong is said in the words of Go', () => {
  const cases: Record<string, string> = {
    '(?!x)': 'invalid or unsupported Perl syntax: `(?!`',
    '(?i-)a': 'invalid or unsupported Perl syntax: `(?i-)`',
    '(?P<': 'invalid or unsupported Perl syntax: `(?P`',
    '(?P<n': 'invalid named capture: `(?P<n`',
    '(?<a-b>x)': 'invalid named capture: `(?<a-b>`',
    'a**': 'invalid nested repetition operator: `**`',
    'a{2}+?b': 'invalid nested repetition operator: `{2}+?`',
    '(|*)': 'missing argument to repetition operator: `*`',
    '(?i)+?': 'missing argument to repetition operator: `+?`',
    'a{1001}': 'invalid repeat count: `{1001}`',
    '((a{10}){10}){11}': 'invalid repeat count: `{11}`',
    '(a': 'missing closing ): `(a`',
    'a)': 'unexpected ): `a)`',
    'x[a-': 'missing closing ]: `[a-`',
    '[z-a]': 'invalid character class range: `z-a`',
    '[[:foo:]]': 'invalid character class range: `[:foo:]`',
    '\\': 'trailing backslash at end of expression: ``',
    '\\8': 'invalid escape sequence: `\\8`',
    '\\x{110000}': 'invalid escape sequence: `\\x{110000`',
    '\\C': 'invalid escape sequence: `\\C`',
  }
  for (const [pattern, message] of Object.entries(cases)) {
    assert.equal(errorOf(pattern), message, pattern)
    assert.deepEqual(regexpError(pattern), { err: `error parsing regexp: ${message}` })
  }
  const deep = '('.repeat(1001) + ')'.repeat(1001)
  assert.equal(errorOf(deep), `expression nests too deeply: \`${deep}\``)
  assert.deepEqual(regexpError(deep), compileRegexp(deep))
})

test('what would compile to more than Go allows is refused before it is compiled', () => {
  for (const pattern of ['(xx?){1000}'.repeat(1000), `(${'(xx?)'.repeat(1000)}){1000}`]) {
    assert.equal(errorOf(pattern), `expression too large: \`${pattern}\``)
    assert.deepEqual(regexpError(pattern), compileRegexp(pattern))
  }
})

test('what looks wrong but is not, Go takes', () => {
  for (const pattern of [
    'a*(?i)*',
    'a{,2}',
    'a{01}',
    '{',
    '[[:]',
    '[]a]',
    '(?)',
    '\\Qa.b',
    'a||b',
    '(?P<1>x)',
    'x{0}',
  ]) {
    assert.equal(errorOf(pattern), undefined, pattern)
    assert.equal(regexpError(pattern), undefined, pattern)
  }
})

test('Expand: all its forms', () => {
  const regexp = compiled('(?P<n>a)(?P<n_1>b)?(c)')
  const expand = (template: string): string => regexp.expander(template)('ac', regexp.find('ac') ?? [])
  const cases: Record<string, string> = {
    '$n $n_1 $3': 'a  c',
    '${n}x $nx': 'ax ',
    '$1x ${1}x $01 $0': ' ax  ac',
    '$$ $ $- ${ ${} ${n $é.': '$ $ $- ${ ${} ${n .',
    '$$n $$$n': '$n $a',
    '\\1 $9 $4294967297': '\\1  ',
  }
  for (const [template, expanded] of Object.entries(cases)) assert.equal(expand(template), expanded, template)
})

test('successive matches do not overlap, and an empty one does not follow a match at once', () => {
  assert.deepEqual(compiled('a*').findAll('baac'), [
    [0, 0],
    [1, 3],
    [4, 4],
  ])
  assert.deepEqual(compiled('a').findAll('aaa', 2), [
    [0, 1],
    [1, 2],
  ])
  assert.deepEqual(compiled('x').findAll('aaa'), [])
})

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '.', 'é', '😀', '['), maxLength: 12 })
const fragment = fc.constantFrom(
  'a',
  'b',
  '1',
  '.',
  '-',
  'é',
  '(',
  ')',
  '(?:',
  '(?i)',
  '(?P<n>',
  '|',
  '*',
  '+',
  '?',
  '{2}',
  '{1,3}?',
  '[',
  ']',
  '[^a]',
  '[[:alpha:]]',
  '\\d',
  '\\W',
  '\\b',
  '^',
  '$',
  '\\',
  '\\pL',
  '\\Q',
  '\\E',
  '\\x{e9}',
  '\\',
)
const patterns = fc.array(fragment, { maxLength: 10 }).map(parts => parts.join(''))

test('any pattern is a regexp or an error; test and find agree; offsets lie in the subject', () => {
  fc.assert(
    fc.property(patterns, letters, (pattern, subject) => {
      const regexp = compileRegexp(pattern)
      assert.deepEqual(regexpError(pattern), isGoError(regexp) ? regexp : undefined)
      if (isGoError(regexp)) return
      const offsets = regexp.find(subject)
      assert.equal(regexp.test(subject), offsets !== undefined)
      if (offsets === undefined) return
      assert.equal(offsets.length, 2 * (regexp.groupNames.length + 1))
      assert.equal(regexp.expander('$0')(subject, offsets), subject.slice(offsets[0], offsets[1]))
      for (const at of offsets) assert.ok(at >= -1 && at <= subject.length)
    }),
    { numRuns: 1500 },
  )
})

test('a quoted text matches itself', () => {
  fc.assert(
    fc.property(letters, text => {
      assert.deepEqual(compiled(`^\\Q${text}\\E$`).find(text), [0, text.length])
    }),
  )
})

test('a template without a dollar is itself', () => {
  fc.assert(
    fc.property(
      fc.string().map(text => text.replaceAll('$', '')),
      text => {
        assert.equal(compiled('(a)').expander(text)('a', [0, 1, 0, 1]), text)
      },
    ),
  )
})

test('a pattern that makes backtracking engines give up takes no time', () => {
  const long = `${'a'.repeat(50_000)}!`
  assert.equal(compiled('^(a+)+$').test(long), false)
  assert.equal(compiled('^(a+)+$').find(long), undefined)
  assert.equal(compiled('(x+x+)+y').find('x'.repeat(50_000)), undefined)
})

/** The engine that answers for every other pattern: an alternative that never matches keeps it from being a sequence. */
function byEngine(pattern: string): Regexp {
  return compiled(`(?:${pattern}|[^\\x00-\\x{10ffff}])`)
}

const atoms = [
  'a',
  'b',
  '-',
  '\\.',
  '.',
  '[a-f0-9]',
  '[ab]',
  '\\d',
  '\\w',
  '[a-z-]',
  '(',
  '(?:',
  '(?P<x>',
  ')',
]
const repeats = ['', '', '', '+', '*', '?', '{2}', '{1,3}', '{2,}']

test('a pattern that is one sequence is matched as the engine matches it, groups and all', () => {
  const pattern = fc
    .array(fc.tuple(fc.constantFrom(...atoms), fc.constantFrom(...repeats)), { maxLength: 7 })
    .map(parts => parts.map(([atom, repeat]) => (/^\(/.test(atom) ? atom : atom + repeat)).join(''))
    .chain(body => fc.constantFrom(`^${body}`, `^${body}$`))
    .filter(text => !isGoError(compileRegexp(text)))
  const subject = fc.string({
    unit: fc.constantFrom('a', 'b', 'f', '0', '7', '-', '.', 'é', '\n', '😀', '\ud83d'),
  })
  let fast = 0
  fc.assert(
    fc.property(pattern, fc.array(subject, { minLength: 5, maxLength: 5 }), (text, subjects) => {
      const [own, engine] = [compiled(text), byEngine(text)]
      if (sequenceFinder(syntaxOf(text))) fast++
      for (const one of subjects) {
        assert.deepEqual(own.find(one), engine.find(one), `${text} on ${JSON.stringify(one)}`)
        assert.equal(own.test(one), engine.test(one))
      }
    }),
    { numRuns: 3000 },
  )
  assert.ok(fast > 300, `only ${fast} of the patterns were sequences`)
})

test('the filters that people write are sequences', () => {
  for (const text of [
    '^.*\\.sig$',
    '^main-[a-f0-9]+-(?P<ts>[0-9]+)$',
    '^main-[a-fA-F0-9]+-(?P<ts>.*)',
    '^v?(?P<version>[0-9]+\\.[0-9]+\\.[0-9]+)$',
    '^RELEASE\\.(?P<timestamp>.*)Z$',
    '^(?P<ts>\\d{8}\\w+)$',
  ])
    assert.ok(sequenceFinder(syntaxOf(text)), text)
  for (const text of [
    'main',
    '^a|b$',
    '^(a+)+$',
    '^a+a+$',
    '^.*.*$',
    '^a+?b',
    '^[^a]$',
    '^(?i)a',
    '^.x.$',
    '^a*ab',
  ])
    assert.equal(sequenceFinder(syntaxOf(text)), undefined, text)
})

function syntaxOf(pattern: string): string {
  const syntax = readRegexp(pattern)
  if (isGoError(syntax)) throw new Error(syntax.err)
  return syntax.expression
}
