import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { renderMessage } from '../../server/src/flux/commit/message.ts'
import type { MessageData } from '../../server/src/flux/commit/message-data.ts'

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' }
const data: MessageData = {
  automationObject: { namespace: 'flux-system', name: 'update' },
  changes: [
    { file: 'b.yaml', object, setter: 'flux-system:web:tag', old: '1.0.0', new: '1.1.0' },
    { file: 'a.yaml', object, setter: 'flux-system:web', old: 'web:1.0.0', new: 'web:1.1.0' },
    { file: 'a.yaml', object, setter: 'flux-system:web:tag', old: '1.0.0', new: '1.1.0' },
  ],
  values: { cluster: 'prod' },
}
const render = (template: string) => renderMessage(template, data)
const error = (template: string) => {
  const message = render(template)
  return typeof message === 'string' ? message : message.err
}

test('the template of the documentation', () => {
  const template = `Automation: {{ .AutomationObject }}
{{ range $file, $_ := .Changed.FileChanges -}}
- {{ $file }}
{{ end -}}
{{ range $object, $changes := .Changed.Objects -}}
- {{ $object.Kind }} {{ $object.Name }}
{{- range $changes }}
    {{ .OldValue }} -> {{ .NewValue }} ({{ .Setter }})
{{- end }}
{{ end -}}
on {{ .Values.cluster }}`
  assert.equal(
    render(template),
    `Automation: flux-system/update
- a.yaml
- b.yaml
- Deployment web
    1.0.0 -> 1.1.0 (flux-system:web:tag)
    web:1.0.0 -> web:1.1.0 (flux-system:web)
    1.0.0 -> 1.1.0 (flux-system:web:tag)
on prod`,
  )
})

test('changes are listed once each, in the order they were made', () => {
  assert.equal(render('{{ range .Changed.Changes }}{{ .NewValue }} {{ end }}'), '1.1.0 web:1.1.0 ')
})

test('a key of the wrong type is an error in a nil map too', () => {
  assert.match(
    error('{{ index (index .Changed.FileChanges "none.yaml") "x" }}'),
    /error calling index: value has type string; should be update.ObjectIdentifier$/,
  )
})

test('a deep copy of a version is 0.0.0, since its parts are unexported', () => {
  assert.equal(render('{{ deepCopy (semver "1.2.3") }}'), '0.0.0')
})

test('JSON that ends too soon: inside a token Go says what it wanted, between tokens that there is no more', () => {
  const reason = (json: string) =>
    error(`{{ mustFromJson "${json}" }}`).replace(/^.*error calling mustFromJson: /, '')
  assert.equal(reason('tru'), "invalid character ' ' in literal true (expecting 'e')")
  assert.equal(reason('1.'), "invalid character ' ' after decimal point in numeric literal")
  assert.equal(reason('[1'), 'unexpected end of JSON input')
})

test('urlParse and urlJoin: which hosts are none, and when two slashes come', () => {
  const reason = (url: string) => error(`{{ urlParse "${url}" }}`).replace(/^.*: parse "[^"]*": /, '')
  assert.equal(reason('http://a:1:2/'), 'invalid port ":1:2" after host')
  assert.equal(reason('http://[1.2.3.4]/'), 'invalid IP-literal')
  assert.equal(reason('http://x[::1]/'), 'invalid IP-literal')
  assert.equal(render('{{ (urlParse "postgres://a:1,b:2/x").host }}'), 'a:1,b:2')
  assert.equal(render('{{ urlJoin (dict "scheme" "file" "path" "/etc/hosts") }}'), 'file:///etc/hosts')
})

test('an empty template gives the default message', () => {
  assert.equal(render(''), 'Update from image update automation')
})

test('removed fields give the message of Flux', () => {
  assert.match(
    error('{{ range .Updated.Images }}{{ . }}{{ end }}'),
    /^template uses removed '\.Updated' field\. /,
  )
  assert.match(
    error('{{ .Changed.ImageResult }}'),
    /^template uses removed '\.Changed\.ImageResult' field\. /,
  )
})

test('columns of an error count bytes', () => {
  assert.equal(
    error('é\né {{ .Foo }}'),
    `failed to run template from spec: template: commit message:2:6: executing "commit message" at <.Foo>: can't evaluate field Foo in type source.TemplateData`,
  )
})

test('what Flux answers differently each time is not predicted, nor is cryptography; the reason names the function', () => {
  assert.equal(
    error('{{ randInt 1 5 }}'),
    'the commit message is not rendered here: it calls randInt, and nobody can tell the result before Flux calls it',
  )
  for (const call of [
    'genCA "a" 5',
    'derivePassword 1 "long" "a" "b" "c"',
    'decryptAES "a" ""',
    'htpasswd "a" "b"',
  ])
    assert.equal(
      error(`{{ ${call} }}`),
      `the commit message is not rendered here: it calls ${call.split(' ')[0]}, and the result of cryptography is not predicted here`,
    )
})

test('hashes are those of sprig', () => {
  assert.equal(render('{{ sha1sum "web" }}'), createHash('sha1').update('web').digest('hex'))
  assert.equal(render('{{ sha256sum "wéb" }}'), createHash('sha256').update('wéb').digest('hex'))
  assert.equal(render('{{ sha512sum "" }}'), createHash('sha512').update('').digest('hex'))
})

test('a template without actions is itself', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(one => !one.includes('{{'))
  fc.assert(fc.property(text, one => render(one) === one))
})

const pieces = [
  '{{',
  '}}',
  '{{-',
  '-}}',
  ' ',
  '\n',
  '.',
  '$',
  '$x',
  ':=',
  '=',
  '|',
  '(',
  ')',
  '"',
  '"a"',
  '`',
  "'a'",
  '\\',
  '1',
  '-2.5',
  'nil',
  'true',
  '.Values',
  '.Changed.Changes',
  '.Changed.Objects',
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
  'printf',
  '"%5v %[2]d"',
  'index',
  'dict',
  'list',
  'toJson',
  'first',
  'trunc',
  'regexFind',
  'add',
  '/*',
  '*/',
  'é',
]

test('any template has an answer', () => {
  const template = fc.array(fc.constantFrom(...pieces), { maxLength: 30 })
  // Actions that are closed reach further than pieces at random do.
  const actions = fc.array(fc.array(fc.constantFrom(...pieces.slice(4)), { maxLength: 6 }), { maxLength: 5 })
  fc.assert(
    fc.property(template, actions, (loose, closed) => {
      render(loose.join(' '))
      render(closed.map(one => `{{ ${one.join(' ')} }}`).join(''))
    }),
    { numRuns: 2000 },
  )
})

test('whatever the template asks for, rendering ends soon', () => {
  const limit = /^the commit message is not rendered here: /
  assert.match(error('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}'), limit)
  assert.match(error('{{ range until 100 }}{{ repeat 100000 "a" }}{{ end }}'), limit)
  assert.match(error('{{ repeat 1000000000 "a" }}'), limit)
  assert.match(error('{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ $x }}'), limit)
  assert.match(error('{{ $x := list 1 }}{{ range until 9999 }}{{ $x = list $x }}{{ end }}{{ $x }}'), limit)
  assert.match(error('{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}'), limit)
  assert.match(error('{{ replace "" (repeat 9999 "a") (repeat 9999 "b") }}'), limit)
  assert.match(error(`{{ ${'('.repeat(9000)}1${')'.repeat(9000)} }}`), /nests actions more than 200 deep/)
  assert.equal(render('{{ printf "%1000000000d" 1 }}'), '%!(NOVERB)%!(EXTRA int=1)')
  assert.equal(
    error('{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}'),
    'failed to run template from spec: template: commit message:1:28: executing "t" at <{{template "t"}}>: exceeded maximum template depth (100000)',
  )
})

test('up to Flux 2.6 .Updated and .Changed.ImageResult hold images, each once', () => {
  const changes = data.changes.map(change => ({ ...change, image: 'web:1.1.0' }))
  for (const flux of ['2.2', '2.3', '2.6']) {
    const images = `{{ range $file, $result := .Updated.Files }}{{ $file }}: {{ range $object, $images := $result.Objects }}{{ $object.Kind }} {{ $images }} {{ end }}{{ end }}{{ .Updated.Images }} {{ range .Updated.Objects }}{{ . }}{{ end }} {{ range .Updated.Images }}{{ .Name }} {{ .Policy.Name }} {{ .Repository }}{{ end }}`
    assert.equal(
      renderMessage(images, { ...data, flux, changes }),
      'a.yaml: Deployment [web:1.1.0] b.yaml: Deployment [web:1.1.0] [web:1.1.0] [web:1.1.0 web:1.1.0] index.docker.io/library/web:1.1.0 web library/web',
    )
  }
  const result = '{{ .Changed.ImageResult.Images }}'
  assert.equal(renderMessage(result, { ...data, flux: '2.6', changes }), '[web:1.1.0]')
})

test('a version of Flux has the fields that it has', () => {
  for (const [flux, template, err] of [
    ['2.7', '{{ .Updated.Images }}', /removed '\.Updated'/],
    ['2.7', '{{ .Changed.ImageResult }}', /removed '\.Changed\.ImageResult'/],
    ['2.2', '{{ .Changed.Changes }}', /field Changed/],
    ['2.4', '{{ .Values.cluster }}', /field Values/],
  ] as const) {
    const message = renderMessage(template, { ...data, flux })
    assert.match(typeof message === 'string' ? message : message.err, err, `${flux} ${template}`)
  }
})

test('up to Flux 2.8 .Changed.Objects has the changes of the last file only', () => {
  const template = '{{ range .Changed.Objects }}{{ len . }}{{ end }}'
  assert.equal(renderMessage(template, { ...data, flux: '2.9' }), '3')
  assert.equal(renderMessage(template, { ...data, flux: '2.8' }), '2')
  assert.equal(renderMessage(template, { ...data, flux: '2.3' }), '2')
})
