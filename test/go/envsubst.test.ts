import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { envsubst } from '../../server/src/go/envsubst.ts'

const vars = { tag: '1.2.3', path: 'apps/web/x.yaml', empty: '' }

test('only the braced form is substituted, and $$ escapes it', () => {
  assert.equal(envsubst('a: ${tag} $tag $${tag}', vars, false), 'a: 1.2.3 $tag ${tag}')
})

test('a variable that is not set is empty, or an error in strict mode unless a default is given', () => {
  assert.equal(envsubst('[${nope}]', vars, false), '[]')
  assert.deepEqual(envsubst('[${nope}]', vars, true), { err: 'variable not set (strict mode): "nope"' })
  assert.equal(envsubst('[${nope:-${tag}}]', vars, true), '[1.2.3]')
})

test('an error names a variable as it is written, whatever its letters', () => {
  assert.deepEqual(envsubst('${größe}', vars, true), { err: 'variable not set (strict mode): "größe"' })
})

test('a pattern with a bare ${ fails as a whole', () => {
  assert.deepEqual(envsubst('pattern: [^${]', vars, false), { err: 'unable to parse variable name' })
})

test('the operators of the shell: cut, replace, take a part, change case', () => {
  const cases: [string, string][] = [
    ['${path##*/}', 'x.yaml'],
    ['${path#*/}', 'web/x.yaml'],
    ['${path%%/*}', 'apps'],
    ['${path%/*}', 'apps/web'],
    ['${path//[a-w]/-}', 'apps/web/x.yaml'],
    ['${path#[a-w]}', 'pps/web/x.yaml'],
    ['${path//a/b}', 'bpps/web/x.ybml'],
    ['${path/#apps/x}', 'x/web/x.yaml'],
    ['${path/%yaml/yml}', 'apps/web/x.yml'],
    ['${path/\\//-}', 'apps-web/x.yaml'],
    ['${path:5:3}', 'web'],
    ['${path^}', 'Apps/web/x.yaml'],
    ['${#path}', '15'],
  ]
  for (const [text, expected] of cases) assert.equal(envsubst(text, vars, false), expected, text)
})

test('where Flux would panic, so does the answer', () => {
  assert.deepEqual(envsubst('${tag:2:-1}', vars, false), {
    panic: 'runtime error: slice bounds out of range [2:1]',
  })
})

test('any text has an answer, and text without a dollar sign is itself', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    '$',
    'tag',
    ':',
    '-',
    '/',
    '#',
    '%',
    '*',
    '[',
    ']',
    '\\',
    '^',
    ',',
    '=',
    '2',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), fc.boolean(), (pieces, strict) => {
      const text = pieces.join('')
      const answer = envsubst(text, vars, strict)
      return text.includes('$') || answer === text
    }),
    { numRuns: 3000 },
  )
})

test('deep nesting and long values end in a message', () => {
  const deep = '${a:-'.repeat(100_000)
  assert.deepEqual(envsubst(deep, {}, false), { err: 'substitutions nested more than 200 deep' })
  const long = { a: 'a'.repeat(1_000_000) }
  assert.deepEqual(envsubst('${a##*a*b}', long, false), {
    err: 'a value of 1000000 bytes is too long to match a pattern against here',
  })
})
