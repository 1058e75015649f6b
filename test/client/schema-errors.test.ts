import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemaErrors } from '../../client/src/server/schema-errors.ts'

test('schema errors are left to another extension, unless the user says otherwise', () => {
  const kept = { fluxVersion: '2.6' }
  assert.deepEqual(schemaErrors(kept, false), kept)
  assert.deepEqual(schemaErrors(kept, true), { ...kept, schemaValidation: 'off' })
  assert.deepEqual(schemaErrors({ schemaValidation: 'on' }, true), { schemaValidation: 'on' })
  assert.equal(schemaErrors(undefined, true), undefined)
})
