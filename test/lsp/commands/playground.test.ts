import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { PlaygroundAnswer } from '../../../server/src/lsp/protocol.ts'
import { manifests, openMarker, registryWith } from '../open-marker.ts'

const images = { 'acme/web': ['1.2.3', '1.4.1', '2.0.0'] }

test('the playground of a marker holds all that decides, and the list of tags once', async context => {
  const registry = await registryWith(context, { images })
  const { client, folder, command } = await openMarker(context, `${registry.host}/acme/web`, {
    allowedHosts: [registry.host],
  })
  const uri = pathToFileURL(join(folder, 'web.yaml')).href
  const page = await command<PlaygroundAnswer>('fluxmark.playground', { uri, line: 11, text: true })
  assert.equal(page.policy, 'apps:web')
  assert.deepEqual(page.tags, images['acme/web'])
  assert.match(page.text ?? '', /^Selects 1\.4\.1: the highest version in the range 1\.x\.$/m)

  const again = await command<PlaygroundAnswer>('fluxmark.playground', {
    policy: 'apps:web',
    list: page.list,
  })
  assert.equal(again.tags, undefined)

  const text = manifests(`${registry.host}/acme/web`).replace('range: 1.x', 'range: 2.x')
  client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text }] })
  const typed = await command<PlaygroundAnswer>('fluxmark.playground', {
    policy: 'apps:web',
    list: page.list,
  })
  assert.deepEqual(typed.rules.policy, { semver: { range: '2.x' } })

  const repository = await command<PlaygroundAnswer>('fluxmark.playground', { uri, line: 2 })
  assert.equal(repository.repository, 'apps:web')
  assert.equal(await command('fluxmark.playground', { policy: 'apps:none' }), null)
})
