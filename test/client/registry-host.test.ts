import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registryHost } from '../../client/src/registries/registry-host.ts'

test('a registry’s host as the server names it, from what a person types', () => {
  const hosts: Readonly<Record<string, string | undefined>> = {
    'ghcr.io': 'ghcr.io',
    ' https://GHCR.io/v2/ ': 'ghcr.io',
    'http://registry.corp:5000/team': 'registry.corp:5000',
    'registry.corp:443': 'registry.corp',
    'docker.io': 'index.docker.io',
    'https://index.docker.io/v1/': 'index.docker.io',
    'registry-1.docker.io': 'index.docker.io',
    '[::1]:5000': '[::1]:5000',
    '': undefined,
    'two words': undefined,
    'me:secret@ghcr.io': undefined,
  }
  for (const [text, host] of Object.entries(hosts)) assert.equal(registryHost(text), host, text)
})
