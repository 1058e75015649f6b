import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hover } from '../../server/src/ide/hover/hover.ts'
import { fixture } from '../fixture.ts'
import { check } from '../ide-check.ts'

function hovered(text: string): string | undefined {
  const { snapshot, cursor } = fixture(text)
  assert(cursor)
  return hover(snapshot, cursor.path, cursor.offset, 0)?.markdown
}

const repository = (lines: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec:
${lines}`

test('a field says what it is, what it may hold, and since when', () => {
  assert.equal(
    hovered(repository('  prov$0ider: aws')),
    '**`spec.provider`** of ImageRepository: Where the login comes from: a secret (`generic`) or the cloud that the controller runs in.\n\nstring · one of `generic`, `aws`, `azure`, `gcp` · default `generic` · since v1beta2',
  )
  assert.match(
    hovered(repository('  accessFrom:\n    namespaceSelectors: [{matchLa$0bels: {}}]')) ?? '',
    /accessFrom/,
  )
})

test('what is no field says nothing', () => {
  assert.equal(hovered(repository('  provid$0e: aws')), undefined)
  assert.equal(hovered('kind: Deployment\nspec:\n  re$0plicas: 1'), undefined)
})

const automation = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit:
      author: {email: flux@acme.example}
      messageTem$0plate: 'Update {{range .Changed.Changes}}{{.OldValue}} to {{.NewValue}}{{end}}'
`
const workspace = (text: string) => `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- web.yaml
tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}
#- automation.yaml
${text}`

test('a messageTemplate shows the message of what is outdated now', () => {
  assert.match(hovered(workspace(automation)) ?? '', /```text\nUpdate 1\.0\.0 to 1\.1\.0\n```$/)
  assert.doesNotMatch(hovered(workspace(automation).replace('tag: 1.0.0', 'tag: 1.1.0')) ?? '', /```/)
})

test('and a template that fails for it is an error', () =>
  check(
    `${workspace(automation.replace('$0', '')).replace('{{range .Changed.Changes}}{{.OldValue}} to {{.NewValue}}{{end}}', '{{(index .Changed.Changes 1).NewValue}}')}
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ iua-template-fails: Flux fails to render this for what it has to commit today, 1 value`.replace(
      /\n\n#/,
      '\n#',
    ),
    'iua-template-fails',
  ))
