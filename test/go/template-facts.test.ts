import assert from 'node:assert/strict'
import { test } from 'node:test'
import { templateFacts } from '../../server/src/go/template-facts.ts'

const written = (template: string) =>
  templateFacts(template).fields.map(({ span }) => template.slice(...span))
const paths = (template: string) =>
  templateFacts(template).fields.map(({ path, isFromData }) => (isFromData ? '' : '?') + path.join('.'))

test('a removed field is found wherever it hangs on the data, and its span covers what is written', () => {
  const template =
    'é {{ range $f, $_ := .Updated.Files }}{{ $f }}{{ end }}{{ with .Changed }}{{ .ImageResult }}{{ end }}'
  assert.deepEqual(written(template), ['.Updated.Files', '.Changed', '.ImageResult'])
  assert.deepEqual(paths(template), ['Updated.Files', 'Changed', 'Changed.ImageResult'])
  assert.deepEqual(paths('{{ range .Changed.Changes }}{{ $.Updated }}{{ .Updated }}{{ end }}'), [
    'Changed.Changes',
    'Updated',
    '?Updated',
  ])
})

test('in a definition nothing is known of dot and $', () => {
  assert.deepEqual(paths('{{ define "x" }}{{ .Updated }}{{ $.Updated }}{{ end }}'), ['?Updated', '?Updated'])
})

test('an unknown function is named with its place, and the error stands there too', () => {
  const template = 'é😀 {{ now | upper }}'
  const { error, functions } = templateFacts(template)
  assert.deepEqual(error, { message: 'template: commit message:1: function "now" not defined', offset: 7 })
  assert.deepEqual(
    functions.map(({ name, isKnown, span }) => [name, isKnown, template.slice(...span)]),
    [
      ['now', false, 'now'],
      ['upper', true, 'upper'],
    ],
  )
})

test('a template that does not parse has its error alone', () => {
  const facts = templateFacts('a\n{{ if .X }}{{ }')
  assert.equal(facts.error?.message, 'template: commit message:2: unexpected "}" in command')
  assert.deepEqual([facts.fields, facts.functions], [[], []])
})
