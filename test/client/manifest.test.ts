import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

// Compiled tests run from build/test/client.
const root = join(import.meta.dirname, '../../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const settings: Record<string, Record<string, unknown>> = manifest.contributes.configuration.properties

test('every setting has a default, a description and a scope', () => {
  for (const [name, setting] of Object.entries(settings)) {
    assert.match(name, /^fluxmark\./)
    assert('default' in setting, `${name} has no default`)
    assert(setting.markdownDescription ?? setting.description, `${name} has no description`)
    assert(setting.scope, `${name} has no scope`)
  }
})

test('a repository cannot set what names a host, or switches requests on', () => {
  const ofTheMachine = ['fluxmark.network.enabled', 'fluxmark.registries']
  for (const name of ofTheMachine) assert.equal(settings[name]?.scope, 'machine', name)
  assert.deepEqual(
    ofTheMachine.filter(
      name => !manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name),
    ),
    [],
  )
})

test('every command says what it does, under one category', () => {
  for (const command of manifest.contributes.commands) {
    assert.match(command.command, /^fluxmark\.[a-zA-Z]+$/)
    assert.equal(command.category, 'Fluxmark')
    assert.notEqual(command.title, '')
  }
})

test('restricted mode and virtual workspaces are declared, with what is missing there', () => {
  for (const capability of Object.values<{ supported: string; description: string }>(manifest.capabilities)) {
    assert.equal(capability.supported, 'limited')
    assert.notEqual(capability.description, '')
  }
})

test('the icon is there and small', () => {
  assert(statSync(join(root, manifest.icon)).size < 20_000)
})
