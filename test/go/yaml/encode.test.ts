import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGoError } from '../../../server/src/go/go-error.ts'
import { composeDocument } from '../../../server/src/go/yaml/compose.ts'
import { encodeDocuments } from '../../../server/src/go/yaml/encode.ts'
import type { YamlNode } from '../../../server/src/go/yaml/node.ts'
import { manifests, yamlish } from '../../text/yamlish.ts'

function read(text: string): YamlNode | undefined {
  const document = composeDocument(text)
  return isGoError(document) ? undefined : document
}

function print(node: YamlNode): string {
  return encodeDocuments([{ node, sequences: 'compact' }])
}

function data(node: YamlNode | undefined): unknown {
  if (!node) return undefined
  return node.content.length > 0
    ? [node.kind, node.tag, node.content.map(data)]
    : [node.kind, node.tag, node.value]
}

test('what is printed reads back as the same data', () => {
  fc.assert(
    fc.property(manifests, text => {
      const node = read(text.split('---\n')[0] ?? '')
      fc.pre(node !== undefined)
      if (node) assert.deepEqual(data(read(print(node))), data(node))
    }),
    { numRuns: 500 },
  )
})

test('any text is read or refused, and what was read can be printed', () => {
  fc.assert(
    fc.property(yamlish, text => {
      const node = read(text)
      if (node) print(node)
    }),
    { numRuns: 2000 },
  )
})

test('comments, quotes and block scalars are printed as go-yaml prints them', () => {
  const cases = [
    ['a:   "x"   #   c\n\n# d\nb: [ 1,2 ]\n', 'a: "x" #   c\n# d\nb: [1, 2]\n'],
    ['a: {{ x }}\n', "a: {? {x: ''} : ''}\n"],
    ['a: |\n  x \n', 'a: "x \\n"\n'],
    ['a: "\\U0001F600"\n', 'a: "\\U0001F600"\n'],
    ['a: &x {b: 1}\nc:\n  <<: *x\n', 'a: &x {b: 1}\nc:\n  !!merge <<: *x\n'],
    ['a:\n  b: 1\n  # c\n# d', 'a:\n  b: 1\n  # c\n# d\n'],
    ['-   # c\n  - d\n', '- # c\n  - d\n'],
  ] as const
  for (const [text, printed] of cases) {
    const node = read(text)
    assert.ok(node)
    assert.equal(print(node), printed)
  }
})
