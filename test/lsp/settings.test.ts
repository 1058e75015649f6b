import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../server/src/lsp/settings.ts'

test('schema errors can be silenced together, and single ones kept', () => {
  const { diagnostics } = readSettings([
    { schemaValidation: 'off', diagnostics: { 'schema-enum': 'hint', outdated: 'warning' } },
  ])
  assert.equal(diagnostics.get('schema-required'), 'off')
  assert.equal(diagnostics.get('schema-enum'), 'hint')
  assert.equal(diagnostics.get('outdated'), 'warning')
  assert.equal(diagnostics.get('repo-timeout-hours'), undefined)
  assert.equal(readSettings([{ schemaValidation: 'auto' }]).diagnostics.size, 0)
})
