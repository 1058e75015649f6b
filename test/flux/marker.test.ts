import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markersOf, parseMarker, parseSetter } from '../../server/src/flux/markers/marker.ts'
import { formatSetter } from '../../server/src/flux/markers/setter.ts'
import { slice } from '../../server/src/text/span.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

const M = '# {"$imagepolicy": "apps:web"}'

test('a setter is written as it was read', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/)
  const suffix = fc.constantFrom('', ':tag', ':name', ':digest')
  fc.assert(
    fc.property(name, name, suffix, (namespace, policy, part) => {
      const text = `${namespace}:${policy}${part}`
      const setter = parseSetter(text)
      assert.equal(setter && formatSetter(setter), text)
    }),
  )
})

test('a marker is a JSON object of strings behind any number of #', () => {
  for (const comment of [
    M,
    '##{"$imagepolicy":"apps:web"}',
    '#\t{ "x": "y", "\\u0024imagepolicy": "apps:web" } ',
  ]) {
    assert.equal(parseMarker(comment)?.name, 'apps:web')
  }
  for (const comment of [
    `${M} x`,
    `# x ${M.slice(2)}`,
    '# {"$imagepolicy": "a:b", "n": 1}',
    '# {"$imagepolicy": ""}',
  ]) {
    assert.equal(parseMarker(comment), undefined)
  }
})

test('the last of two values counts, percent escapes are resolved, a reference works', () => {
  assert.equal(parseMarker('# {"$imagepolicy": "a:a", "$imagepolicy": "a:b"}')?.name, 'a:b')
  assert.equal(parseMarker('# {"$imagepolicy": "a:%61pp"}')?.name, 'a:app')
  assert.equal(parseMarker('# {"$imagepolicy": "a/b"}'), undefined)
  assert.equal(parseMarker('# {"$ref": "#/definitions/io.k8s.cli.setters.a:b"}')?.name, 'a:b')
  // Behind a reference anything may stand, behind the short form nothing.
  assert.equal(parseMarker('# {"$ref": "#/definitions/io.k8s.cli.setters.a:b"}, {x')?.name, 'a:b')
  assert.equal(parseMarker('# {"$imagepolicy": "a:b"},'), undefined)
})

test('the marked value is found with its span inside the quotes', () => {
  const text = `a: 'x:1' ${M}\nb:\n- y:2 ${M}\n${M}\nc: z\nd: *e ${M}\n`
  const markers = markersOf(readDocuments(text))
  assert.deepEqual(
    markers.map(({ span, value }) => [slice(text, value.span), slice(text, span)]),
    [
      ['x:1', M],
      ['y:2', M],
    ],
  )
})
