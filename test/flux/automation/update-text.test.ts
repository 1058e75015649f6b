import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applyEdits } from '../../../server/src/flux/automation/edit-value.ts'
import { markersOf } from '../../../server/src/flux/markers/marker.ts'
import type { Node } from '../../../server/src/text/node.ts'
import { readDocuments } from '../../../server/src/text/yaml.ts'
import { updatedFiles } from '../../oracle/updated-files.ts'
import { manifests } from '../../text/yamlish.ts'

const tags = fc.constantFrom('1.2.3', '1.10', 'v2', 'true', 'null', '0x10', '2024-01-02', '1e3')

/** The text after the product's own update, and the new values by the offset of their marker. */
function updated(text: string, tag: string) {
  const latestRef = { name: 'ghcr.io/acme/web', tag }
  return updatedFiles(new Map([['a.yaml', text]]), '', [{ namespace: 'ns', name: 'app', latestRef }]).get(
    'a.yaml',
  )
}

test('outside the marked values not a character changes, and every marked value is the string meant', () => {
  fc.assert(
    fc.property(manifests, tags, (text, tag) => {
      const file = updated(text, tag)
      const changes = file?.changes ?? []
      fc.pre(changes.length > 0)
      assert.equal(rest(file?.text ?? ''), rest(text))
      assert.deepEqual(
        data(file?.text ?? '', new Map()),
        data(text, new Map(changes.map(({ marker, newValue }) => [marker.span[0], newValue]))),
      )
    }),
    { numRuns: 300 },
  )
})

test('an update made twice is the update made once', () => {
  fc.assert(
    fc.property(manifests, tags, (text, tag) => {
      const once = updated(text, tag)?.text ?? ''
      const twice = updated(once, tag)
      assert.equal(twice?.text, once)
      assert.deepEqual(twice?.changes, [])
    }),
    { numRuns: 300 },
  )
})

test('a file in which Flux would blank a digest is left alone, and the reason given', () => {
  const text =
    'tag: a # {"$imagepolicy": "ns:app:tag"}\ndigest: sha256:0 # {"$imagepolicy": "ns:app:digest"}\n'
  const file = updated(text, 'b')
  assert.equal(file?.text, text)
  assert.equal(file?.skipped, 'marker-digest-without-reflection')
})

test('a file that Flux cannot read is left alone', () => {
  for (const rest of ['---\na: [\n', '---\n- a\n', 'metadata: x\n', '----\n']) {
    const text = `tag: a # {"$imagepolicy": "ns:app:tag"}\n${rest}`
    assert.equal(updated(text, 'b')?.text, text)
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
