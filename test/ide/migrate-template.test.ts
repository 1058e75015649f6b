import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyEdits } from '../../server/src/flux/automation/edit-value.ts'
import { migratedTemplate } from '../../server/src/ide/fixes/migrate-template.ts'

const migrate = (template: string) => {
  const edits = migratedTemplate(template)
  return edits && applyEdits(template, edits)
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

  test('is left to its author where a field of an image has no successor', () => {
    assert.equal(migrate('{{range .Updated.Images}}{{.Repository}}{{end}}'), undefined)
    assert.equal(migrate('{{range $i := .Updated.Images}}{{$i.Identifier}}{{end}}'), undefined)
    assert.equal(migrate('{{range .Updated.Images}}{{printf "%s" .Name}}{{end}}'), undefined)
    assert.equal(migrate('{{range .Updated.Images}}{{if .}}x{{end}}{{end}}'), undefined)
    assert.equal(migrate('{{with .Updated}}{{range .Images}}{{.}}{{end}}{{end}}'), undefined)
  })
})
