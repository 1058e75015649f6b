import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyEdits } from '../../server/src/flux/automation/edit-value.ts'
import { migratedTemplate } from '../../server/src/ide/fixes/migrate-template.ts'

const migrate = (template: string) => {
  const migrated = migratedTemplate(template)
  return 'edits' in migrated ? applyEdits(template, migrated.edits) : migrated.why
}

describe('a template of before Flux 2.7', () => {
  test('as upstream had it for years', () =>
    assert.equal(
      migrate(`Automated image update

Automation name: {{ .AutomationObject }}

Files:
{{ range $filename, $_ := .Updated.Files -}}
- {{ $filename }}
{{ end -}}

Objects:
{{ range $resource, $_ := .Updated.Objects -}}
- {{ $resource.Kind }} {{ $resource.Name }}
{{ end -}}

Images:
{{ range .Updated.Images -}}
- {{.}}
{{ end -}}
`),
      `Automated image update

Automation name: {{ .AutomationObject }}

Files:
{{ range $filename, $_ := .Changed.FileChanges -}}
- {{ $filename }}
{{ end -}}

Objects:
{{ range $resource, $_ := .Changed.Objects -}}
- {{ $resource.Kind }} {{ $resource.Name }}
{{ end -}}

Images:
{{ range .Changed.Changes -}}
- {{.OldValue}} -> {{.NewValue}}
{{ end -}}
`,
    ))

  test('with trims and a variable for the image', () =>
    assert.equal(
      migrate('{{- range $_, $image := $.Updated.Images }}{{- $image -}}{{ end }}'),
      '{{- range $_, $image := $.Changed.Changes }}{{- $image.OldValue }} -> {{ $image.NewValue -}}{{ end }}',
    ))

  test('with the objects of a file', () =>
    assert.equal(
      migrate(
        '{{range $f, $r := .Updated.Files}}{{$f}}:{{range $o, $_ := $r.Objects}} {{$o.Name}}{{end}}{{end}}',
      ),
      '{{range $f, $r := .Changed.FileChanges}}{{$f}}:{{range $o, $_ := $r}} {{$o.Name}}{{end}}{{end}}',
    ))

  test('with .Changed.ImageResult', () =>
    assert.equal(
      migrate('{{range $f, $_ := .Changed.ImageResult.Files}}{{$f}}{{end}}'),
      '{{range $f, $_ := .Changed.FileChanges}}{{$f}}{{end}}',
    ))

  test('with an image handed to a function', () => {
    assert.equal(
      migrate('{{range .Updated.Images}}{{println .}}{{end}}'),
      '{{range .Changed.Changes}}{{println .OldValue "->" .NewValue}}{{end}}',
    )
    assert.equal(
      migrate('{{range $i, $img := .Updated.Images}}{{$img | quote}}{{printf "a. %s" $img}}{{end}}'),
      '{{range $i, $img := .Changed.Changes}}{{($img) | quote}}{{printf "a. %s" ($img)}}{{end}}'.replaceAll(
        '($img)',
        '(print $img.OldValue " -> " $img.NewValue)',
      ),
    )
  })

  test('with an image printed by its parts', () => {
    assert.equal(
      migrate('{{ range .Updated.Images -}}\n- {{.Repository}}:{{ .Identifier }}\n{{ end -}}'),
      '{{ range .Changed.Changes -}}\n- {{.OldValue}} -> {{.NewValue }}\n{{ end -}}',
    )
    assert.equal(
      migrate('{{range $i := .Updated.Images}}{{ $i.Registry }}/{{$i.Repository}}:{{$i.Identifier}},{{end}}'),
      '{{range $i := .Changed.Changes}}{{ $i.OldValue }} -> {{ $i.NewValue}},{{end}}',
    )
    assert.equal(
      migrate('{{range .Updated.Images}}{{.Name}} {{end}}'),
      '{{range .Changed.Changes}}{{.OldValue}} -> {{.NewValue}} {{end}}',
    )
  })

  test('is left to its author, with the reason, where something has no successor', () => {
    const values = '.Changed.Changes has the old and the new value as they are written, and no'
    assert.equal(migrate('{{range .Updated.Images}}{{.Repository}}{{end}}'), `${values} .Repository`)
    assert.equal(
      migrate('{{range $i := .Updated.Images}}{{$i.Identifier}}{{end}}'),
      `${values} $i.Identifier`,
    )
    assert.equal(migrate('{{range .Updated.Images}}{{printf "%s" .Name}}{{end}}'), `${values} .Name`)
    assert.equal(
      migrate('{{range .Updated.Images}}{{if .}}x{{end}}{{end}}'),
      '.Changed.Changes has texts, and "if" asks for more of an image',
    )
    const whole = 'nothing in .Changed is what the whole of .Updated was'
    assert.equal(migrate('{{with .Updated}}{{range .Images}}{{.}}{{end}}{{end}}'), whole)
    assert.equal(migrate('{{range .Updated.Images}}{{.}}{{end}}{{ .Updated }}'), whole)
  })
})
