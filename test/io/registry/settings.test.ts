import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { test } from 'node:test'
import { endpointOf } from '../../../server/src/io/registry/contact/endpoint.ts'
import { readMachineSettings } from '../../../server/src/io/registry/machine-settings.ts'
import { readSettings } from '../../../server/src/io/registry/read-settings.ts'
import { createRegistryClient } from '../../../server/src/io/registry/registry-client.ts'
import { hostSettings } from '../../../server/src/io/registry/settings.ts'
import { standIns } from '../credentials/stand-in.ts'
import { rejects } from './contract.ts'

const { signal } = new AbortController()
const source = { image: 'ghcr.io/a/b', insecure: false }

test('hosts are found however they are spelled; what is of the wrong kind is left out', () => {
  const settings = readSettings({
    'https://GHCR.io/': { insecure: 'yes', ca: 7, mirror: '', limits: { pages: -1, tags: 5, parallel: 100 } },
    'docker.io': { login: 'rm', tokenServer: 'https://Login.corp/path' },
    'registry.corp:443': { insecure: true },
    'not a host': {},
    'x.io': 7,
  })
  assert.deepEqual(settings, {
    'ghcr.io': { limits: { tags: 5, parallel: 4 } },
    'docker.io': { tokenServer: 'login.corp' },
    'registry.corp': { insecure: true },
    'x.io': {},
  })
  assert.deepEqual(
    [hostSettings(settings, 'index.docker.io').tokenServer, hostSettings(settings, '__proto__').ca],
    ['login.corp', undefined],
  )
  for (const raw of [null, 7, [], 'x', undefined]) assert.deepEqual(readSettings(raw), {})
})

test('a mirror is asked instead, with its own settings', () => {
  const settings = readSettings({
    'docker.io': { mirror: 'https://mirror.corp:5000/hub/' },
    'mirror.corp:5000': { insecure: true },
  })
  const { host, repository, mirrorOf, origins } = endpointOf({ image: 'nginx', insecure: false }, settings)
  assert.deepEqual([host, repository, mirrorOf], ['mirror.corp:5000', 'hub/library/nginx', 'index.docker.io'])
  assert.deepEqual(
    origins.map(({ protocol }) => protocol),
    ['https:', 'http:'],
  )
})

test('plain HTTP is tried where it is allowed, and never first', () => {
  const schemes = (image: string, insecure = false) =>
    endpointOf({ image, insecure }, {})
      .origins.map(({ protocol }) => protocol)
      .join(' ')
  for (const image of [
    'localhost:5000/a/b',
    '127.0.0.1:5000/a/b',
    'x.localhost/a/b',
    '10.0.0.1/a/b',
    '192.168.1.1:80/a/b',
  ]) {
    assert.equal(schemes(image), 'https: http:', image)
  }
  for (const image of ['ghcr.io/a/b', 'registry.corp/a/b', '8.8.8.8/a/b', 'nginx']) {
    assert.equal(schemes(image), 'https:', image)
    assert.equal(schemes(image, true), 'https: http:', image)
  }
})

test('the file of the user’s machine counts, and a broken one is no empty one', async context => {
  const home = standIns(context)
  assert.deepEqual(readMachineSettings({}, home.folder), {})
  mkdirSync(`${home.folder}/.config/fluxmark`, { recursive: true })
  home.file('.config/fluxmark/registries.json', '{"ghcr.io":{"insecure":true}}')
  assert.deepEqual(readMachineSettings({}, home.folder), { 'ghcr.io': { insecure: true } })
  assert.deepEqual(readMachineSettings({ XDG_CONFIG_HOME: '/nonexistent' }, home.folder), {})
  home.file('.config/fluxmark/registries.json', '{')
  const client = createRegistryClient({
    env: {},
    home: home.folder,
    outside: [],
    allowedHosts: [],
    isOnline: () => true,
  })
  await rejects(client.tags(source, signal), 'E_SETTINGS', /registries\.json/)
})
