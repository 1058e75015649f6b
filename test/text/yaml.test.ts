import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markersOf } from '../../server/src/flux/markers/marker.ts'
import type { Node, YamlDocument } from '../../server/src/text/node.ts'
import { readTolerantly } from '../../server/src/text/read-tolerantly.ts'
import { slice } from '../../server/src/text/span.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'
import { manifests, yamlish } from './yamlish.ts'

test('no text makes the reader throw, and every comment lies where it says', () => {
  fc.assert(
    fc.property(yamlish, text => {
      for (const document of readDocuments(text)) {
        for (const { span, text: comment } of document.comments) assert.equal(slice(text, span), comment)
      }
      for (const { span } of markersOf(readDocuments(text))) assert.match(slice(text, span), /^#/)
    }),
    { numRuns: 2000 },
  )
})

test('a text nested without end is an error, not a crash', () => {
  for (const text of ['['.repeat(100_000), '{'.repeat(100_000), '- '.repeat(100_000), '? '.repeat(5000)]) {
    assert.notEqual(readDocuments(text)[0]?.errors.length, 0)
  }
})

test('a broken document with a tagged collection is read as far as it goes', () => {
  for (const directive of ['', '%YAML 1.1\n---\n']) {
    for (const tag of ['!!omap', '!!pairs', '!!set', '!!seq', '!x']) {
      for (const value of [`\n- b: 1\n- c\n`, ' [b: 1, c]\n', `\n- - b\n`, ' {b: 1}\n', `\n  ? b\n`]) {
        const document = readDocuments(`${directive}a: ${tag}${value}d: [1\n`).at(-1)
        assert.equal(document?.root?.kind, 'mapping', `${tag}${value}`)
        assert.notEqual(document.errors.length, 0)
      }
    }
  }
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

test('a document that go-yaml refuses has its reason and is read as far as it goes', () => {
  const [good, bad] = readDocuments('a: 1\n---\nb: {{ x }}\nc: [\n')
  assert.deepEqual(good?.errors, [])
  assert.equal(bad?.errors[0]?.message, 'did not find expected node content')
  assert.equal(bad?.root?.kind, 'mapping')
})

test('a separator with content behind it makes the whole file unreadable for Flux', () => {
  const [first] = readDocuments('a: 1\n--- !!map\nb: 2\n')
  assert.deepEqual(first?.errors, [{ span: [5, 8], message: 'invalid document separator: --- !!map' }])
})

test('offsets count the carriage returns of the file', () => {
  const text = 'a: |\r\n  x\r\nb: "y" # c\r\n---\r\nc: z\r\n'
  const documents = readDocuments(text)
  assert.equal(documents[0]?.comments[0]?.text, '# c')
  const root = documents[1]?.root
  assert.ok(root)
  assert.equal(slice(text, root.span), 'c: z')
})

test('both readers agree on what is well formed: tree, values, spans, markers', () => {
  let agreed = 0
  fc.assert(
    fc.property(manifests, text => {
      const exact = readDocuments(text)
      fc.pre(exact.every(document => document.errors.length === 0))
      const tolerant = readTolerantly(text, 0, { span: [0, 0], message: '' })
      assert.deepEqual(trees(exact), trees(tolerant))
      agreed++
    }),
    { numRuns: 500 },
  )
  assert.ok(agreed > 0)
})

function trees(documents: readonly YamlDocument[]): readonly unknown[] {
  return documents.flatMap(({ root }) => (root ? [bare(root)] : []))
}

/** What both readers have to agree on: comments of keys and collections belong to go-yaml alone. */
function bare(node: Node): unknown {
  if (node.kind === 'mapping') {
    return node.entries.map(({ key, value }) => [key.kind === 'scalar' && key.text, value && bare(value)])
  }
  if (node.kind === 'sequence') return node.items.map(bare)
  if (node.kind === 'alias') return node.name
  const { text, value, style, anchor, tag } = node
  const span = text === '' ? undefined : node.span
  return { text, value, style, anchor, tag, span, line: node.lineComment?.text }
}
