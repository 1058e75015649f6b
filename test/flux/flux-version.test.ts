import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fluxMinor, isFluxAtLeast, semverGeneration } from '../../server/src/flux/version/flux-version.ts'

test('which generation of ranges a Flux version has', () => {
  for (const version of ['2.6', 'v2.6.4', '2.0', '0.41.2', '2'])
    assert.equal(semverGeneration(version), 'flux-2.6', version)
  for (const version of ['2.7', 'v2.7.0-rc.1', '2.10', '3.0', 'auto', '']) {
    assert.equal(semverGeneration(version), 'flux-2.7', version)
  }
})

test('a Flux version against a minor version', () => {
  assert.equal(isFluxAtLeast('2.9', '2.10'), false)
  assert.equal(isFluxAtLeast('v2.10.1', '2.10'), true)
  assert.equal(isFluxAtLeast('auto', '2.10'), true)
})

test('the definitions of a version: of one that is later than any known, those of the newest', () => {
  const table = {
    '2.6.4': '2.6',
    'v0.8.2': '0.8',
    '2.9.4': '2.9',
    '2.12.0': '2.9',
    '3.0': '2.9',
    auto: '2.9',
  }
  for (const [version, minor] of Object.entries(table)) assert.equal(fluxMinor(version), minor, version)
})
