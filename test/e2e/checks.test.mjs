// What a person gets while writing: offers, fixes, why nothing happens, and as much of it as they want.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { automation, deployment, startEditor } from './fixture.mjs'

/** An automation of years ago, template and all. */
const old = `apiVersion: 'image.toolkit.fluxcd.io/v1beta1' # the old one
kind: ImageUpdateAutomation
metadata:
  name: other
  namespace: apps
spec:
  interval: 30m
  sourceRef:
    kind: GitRepository
    name: flux-system
  git:
    checkout: {ref: {branch: main}}
    commit:
      author: {email: flux@example.com}
      messageTemplate: |
        Update:
        {{ range .Updated.Images -}}
        - {{ . }}
        {{ end -}}
  update:
    path: ./apps
`

const today = old
  .replace('v1beta1', 'v1')
  .replace('.Updated.Images', '.Changed.Changes')
  .replace('{{ . }}', '{{ .OldValue }} -> {{ .NewValue }}')

/** The first image lacks its marker; the second has one, whose squiggle is the first sign of the server. */
const halfMarked = host =>
  deployment(host)
    .replace(/ # \{"\$imagepolicy.*/, ' ')
    .replace('busybox:1.36', second(host))
const second = host => `${host}/acme/web:1.2.3 # {"$imagepolicy": "flux-system:web"}`

let editor
before(async () => {
  editor = await startEditor({
    files: host => ({
      'flux/web.yaml': automation(host).replace('path: ./', 'path: ./apps'),
      'flux/old.yaml': old,
      'flux/repository.yaml': automation(host).split('---\n')[0].replaceAll('name: web', 'name: api'),
      'apps/marker.yaml': halfMarked(host),
      'apps/severity.yaml': deployment(host),
      'elsewhere/web.yaml': deployment(host),
    }),
  })
})
after(() => editor.close())

test('a marker is offered, the policy of the image first', async () => {
  const workbench = await editor.open('apps/marker.yaml')
  const { host } = editor.registry
  await workbench.squiggle('info')
  await workbench.goTo(15, `          image: ${host}/acme/web:1.2.3 `.length + 1)
  await workbench.type('# {')
  const offer = await workbench.suggestion('flux-system:web')
  assert.match(await offer.innerText(), /tracks this image/)
  await workbench.screenshot('complete-marker')
  await workbench.press('Enter')
  await workbench.becomes('dirty')
  await workbench.press('Control+s')
  await workbench.becomes('clean')
  const marked = deployment(host).replace('busybox:1.36', second(host))
  assert.equal(editor.repository.read('apps/marker.yaml'), marked)
})

test('a field is offered with what it is, and lands in its place', async () => {
  const workbench = await editor.open('flux/repository.yaml')
  await workbench.shows('insecure: true')
  await workbench.goTo(9, '  insecure: true'.length + 1)
  await workbench.press('Enter')
  await workbench.type('tim')
  await workbench.suggestion('timeout')
  await workbench.screenshot('complete-field')
  await workbench.press('Enter')
  await workbench.shows('timeout:')
  await workbench.type('60s')
  await workbench.press('Escape')
  await workbench.press('Control+s')
  await workbench.becomes('clean')
  assert.match(editor.repository.read('flux/repository.yaml'), /^ {2}insecure: true\n {2}timeout: 60s$/m)
  await workbench.noSquiggle('error')
})

test('all that an upgrade asks for is fixed in one step, and undone in one', async () => {
  const workbench = await editor.open('flux/old.yaml')
  await workbench.squiggle('error')
  await workbench.goTo(1)
  await workbench.fixAll('- {{ .OldValue }} -> {{ .NewValue }}')
  await workbench.noSquiggle('error')
  await workbench.screenshot('upgrade-fixed')
  await workbench.press('Control+s')
  await workbench.becomes('clean')
  assert.equal(editor.repository.read('flux/old.yaml'), today)
  await workbench.undo()
  await workbench.shows('.Updated.Images')
  await workbench.shows('v1beta1')
  await workbench.press('Control+s')
  await workbench.becomes('clean')
  assert.equal(editor.repository.read('flux/old.yaml'), old)
})

test('the hover tells which link keeps Flux from a marker', async () => {
  const workbench = await editor.open('elsewhere/web.yaml')
  await workbench.squiggle('warning')
  const text = await workbench.hover('web', 'Flux does not update this value')
  await workbench.screenshot('hover-chain')
  assert.match(text, /✗/)
  assert.doesNotMatch(text, /✓/)
  assert.match(text, /elsewhere\/web\.yaml lies outside/)
})

test('a severity that changes in the settings changes in the editor', async () => {
  const workbench = await editor.open('apps/severity.yaml')
  await workbench.squiggle('info')
  await workbench.noSquiggle('error')
  const set = severity =>
    editor.repository.write(
      '.vscode/settings.json',
      JSON.stringify({ 'fluxmark.diagnostics': { outdated: severity } }),
    )
  set('error')
  await workbench.squiggle('error')
  await workbench.screenshot('severity-error')
  set('off')
  await workbench.noSquiggle('error')
  await workbench.noSquiggle('info')
  await workbench.screenshot('severity-off')
})

test('a finding is ignored at its line, and the outline leads to the marker', async () => {
  const workbench = await editor.open('elsewhere/web.yaml')
  await workbench.squiggle('warning')
  const line = deployment(editor.registry.host)
    .split('\n')
    .findIndex(text => text.includes('$imagepolicy'))
  await workbench.command('Go to Symbol in Editor')
  await workbench.listed('flux-system:web')
  await workbench.screenshot('outline')
  await workbench.press('Escape')
  await workbench.goTo(line + 1, 80)
  await workbench.quickFix('Ignore marker-outside-update-path here')
  await workbench.shows('# fluxmark-ignore: marker-outside-update-path')
  await workbench.noSquiggle('warning')
  await workbench.screenshot('ignored-here')
  await workbench.undo()
  await workbench.squiggle('warning')
})
