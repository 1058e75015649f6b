import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hover } from '../../server/src/ide/hover.ts'
import { fixture } from '../fixture.ts'

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
