import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { lineIndex } from '../../server/src/text/line-index.ts'

const texts = [
  '',
  'a',
  '\n',
  'a\nb',
  'a\r\nb\r\n',
  'a\rb\r',
  '\r\r\n\n\r',
  'a: 😀 # ü\r\n😀',
  'x\n\n\ny\r\n\r\rz',
]

test('an offset has its line and column, whatever ends the lines', () => {
  const at = (text: string, offset: number) => Object.values(lineIndex(text).positionAt(offset)).join(':')
  assert.equal(at('a\nb', 2), '1:0')
  assert.equal(at('a\r\nb', 3), '1:0')
  assert.equal(at('a\rb', 2), '1:0')
  assert.equal(at('a\r\nb', 2), '0:1', 'between CR and LF is the end of the line')
  assert.equal(at('😀b', 2), '0:2', 'a character outside the basic plane has two units')
  assert.equal(at('a\n', 2), '1:0', 'the end of a text that ends with a break')
  assert.equal(at('a\nb', 99), '1:1')
  assert.equal(at('', 0), '0:0')
})

test('a line has its span, without its break', () => {
  const { lineSpan } = lineIndex('a\r\nbc\n\nd')
  assert.deepEqual([0, 1, 2, 3, 4, -1].map(lineSpan), [
    [0, 1],
    [3, 5],
    [6, 6],
    [7, 8],
    [8, 8],
    [8, 8],
  ])
})

test('every offset and every place is where the library that keeps the documents has it', () => {
  for (const text of texts) {
    const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text)
    const index = lineIndex(text)
    for (let offset = 0; offset <= text.length + 1; offset++)
      assert.deepEqual(
        index.positionAt(offset),
        document.positionAt(offset),
        `${JSON.stringify(text)} ${offset}`,
      )
    for (let line = 0; line <= document.lineCount + 1; line++)
      for (let character = 0; character < 8; character++)
        assert.equal(
          index.offsetAt({ line, character }),
          document.offsetAt({ line, character }),
          `${JSON.stringify(text)} ${line}:${character}`,
        )
  }
})
