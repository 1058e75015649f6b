import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applyEdits } from '../../../server/src/flux/automation/edit-value.ts'
import { markersOf } from '../../../server/src/flux/markers/marker.ts'
import { updateInPlace } from '../../../server/src/flux/setters/update-in-place.ts'
import type { Node } from '../../../server/src/text/node.ts'
import { readDocuments } from '../../../server/src/text/yaml.ts'
import { manifests } from '../../text/yamlish.ts'

const values = fc.constantFrom(
  '1.2.3',
  '1.10',
  'v2',
  'ghcr.io/acme/web:1.0@sha256:00',
  'true',
  "it's",
  '2024-01-02',
)
const setters = fc.tuple(values, values).map(
  ([image, tag]) =>
    new Map([
      ['ns:app', image],
      ['ns:app:tag', tag],
    ]),
)

test('outside the marked values not a character changes, and every marked value is the string meant', () => {
  fc.assert(
    fc.property(manifests, setters, (text, defined) => {
      const { text: after, changes } = updateInPlace(text, defined)
      fc.pre(changes.length > 0)
      assert.equal(rest(after), rest(text))
      assert.deepEqual(
        data(after, new Map()),
        data(text, new Map(changes.map(change => [change.marker.span[0], change.new]))),
      )
    }),
    { numRuns: 1000 },
  )
})

test('an update made twice is the update made once', () => {
  fc.assert(
    fc.property(manifests, setters, (text, defined) => {
      const once = updateInPlace(text, defined)
      const twice = updateInPlace(once.text, defined)
      assert.equal(twice.text, once.text)
      assert.deepEqual(twice.changes, [])
    }),
    { numRuns: 1000 },
  )
})

test('a file in which Flux would blank a digest is left alone, and told', () => {
  const text =
    'tag: a # {"$imagepolicy": "ns:app:tag"}\ndigest: sha256:0 # {"$imagepolicy": "ns:app:digest"}\n'
  const update = updateInPlace(
    text,
    new Map([
      ['ns:app:tag', 'b'],
      ['ns:app:digest', ''],
    ]),
  )
  assert.equal(update.text, text)
  assert.equal(update.skipped?.code, 'marker-digest-without-reflection')
})

test('a file that Flux cannot read is left alone', () => {
  for (const rest of ['---\na: [\n', '---\n- a\n', 'metadata: x\n', '----\n']) {
    const text = `tag: a # {"$imagepolicy": "ns:app:tag"}\n${rest}`
    assert.equal(updateInPlace(text, new Map([['ns:app:tag', 'b']])).text, text)
  }
})

/** A text without its marked values, and without the tag that goes with one. */
function rest(text: string): string {
  const cuts = markersOf(readDocuments(text)).map(({ value }) => ({ span: value.scalar.span, newText: '' }))
  return applyEdits(text, cuts).replaceAll('!!str ', '')
}

/** The data of a text, with the values at some markers replaced. */
function data(text: string, replaced: ReadonlyMap<number, string>): unknown {
  const bare = (node: Node | undefined): unknown => {
    if (node?.kind === 'mapping') return node.entries.map(({ key, value }) => [bare(key), bare(value)])
    if (node?.kind === 'sequence') return node.items.map(bare)
    if (node?.kind !== 'scalar') return node?.name
    const marker = node.lineComment ?? node.headComment
    return replaced.get(marker?.span[0] ?? -1) ?? node.value
  }
  return readDocuments(text).map(({ root }) => bare(root))
}
