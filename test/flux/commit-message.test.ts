import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitMessage } from '../../server/src/flux/commit/commit-message.ts'
import { markersOf } from '../../server/src/flux/workspace/snapshot.ts'
import { pending } from '../../server/src/ide/fixes/actions.ts'
import { fixture } from '../fixture.ts'

const workspace = (template: string) => `
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  git:
    commit:
      messageTemplate: '${template}'
      messageTemplateValues: {cluster: prod}
  update: {path: ./apps}
#- apps/web.yaml
kind: Deployment
metadata: {name: web}
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`

function words(source: string, template?: string) {
  const { snapshot } = fixture(source)
  return commitMessage(snapshot, pending(snapshot, markersOf(snapshot)), template)
}

function message(source: string, template?: string): string {
  return words(source, template).message
}

test("the automation's template is rendered as Flux would", () => {
  const template =
    'Update {{ .AutomationObject }} in {{ .Values.cluster }}: {{ range $file, $_ := .Changed.FileChanges }}{{ $file }}{{ end }}'
  assert.equal(message(workspace(template)), 'Update apps/main in prod: web.yaml')
})

test('a template that Flux cannot render gives way to our own words', () => {
  const own =
    'Update apps:web to 1.1.0\n\n- apps/web.yaml: ghcr.io/acme/web:1.0.0 -> ghcr.io/acme/web:1.1.0\n'
  assert.equal(message(workspace('{{ range .Updated.Images }}{{ . }}{{ end }}')), own)
})

test("an automation without a template writes Flux's own text", () =>
  assert.equal(message(workspace('')), 'Update from image update automation'))

test("the user's own template wins", () => {
  assert.equal(
    message(workspace('Flux'), '{{ (index .Changed.Changes 0).NewValue }}'),
    'ghcr.io/acme/web:1.1.0',
  )
})

test('where a template gives way, its automation, the version and the reason are told', () => {
  const { replaced } = words(workspace('{{ range .Updated.Images }}{{ . }}{{ end }}'))
  assert.match(
    replaced ?? '',
    /ImageUpdateAutomation apps:main does not render with Flux 2\.9.*removed '\.Updated' field/,
  )
  assert.equal(words(workspace('Flux')).replaced, undefined)
})

test('Flux 2.6 still renders the images of .Updated, whole where a marker takes the tag', () => {
  const template =
    '{{ range .Updated.Images }}{{ println . .Policy .Registry .Repository .Identifier }}{{ end }}'
  const { snapshot } = fixture(
    workspace(template).replace(
      'ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}',
      '1.0.0 # {"$imagepolicy": "apps:web:tag"}',
    ),
    { fluxVersion: '2.6' },
  )
  assert.deepEqual(commitMessage(snapshot, pending(snapshot, markersOf(snapshot))), {
    message: 'ghcr.io/acme/web:1.1.0 apps/web ghcr.io acme/web 1.1.0\n',
  })
})
