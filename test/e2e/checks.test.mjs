// What a person gets while writing: offers, and mends.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { automation, startEditor } from './fixture.mjs'

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

let editor
before(async () => {
  editor = await startEditor({
    files: host => ({
      'flux/web.yaml': automation(host).replace('path: ./', 'path: ./apps'),
      'flux/old.yaml': old,
      'flux/repository.yaml': automation(host).split('---\n')[0].replaceAll('name: web', 'name: api'),
    }),
  })
})
after(() => editor.close())

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
  await workbench.close()
})

test('all that an upgrade asks for is mended in one step, and undone in one', async () => {
  const workbench = await editor.open('flux/old.yaml')
  await workbench.squiggle('error')
  await workbench.goTo(1)
  await workbench.command('Fix All')
  await workbench.shows('- {{ .OldValue }} -> {{ .NewValue }}')
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
  await workbench.close()
})
