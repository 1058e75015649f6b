import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitingHints } from '../../../server/src/ide/hints/waiting-hints.ts'
import { fixture } from '../../fixture.ts'

const source = `
#- registry ghcr.io/acme/web: 1.0.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- policy apps:far registry.example.com/acme/far semver 1.x
#- policy apps:near registry.example.com/acme/near semver 1.x
#- apps.yaml
web: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
far: registry.example.com/acme/far:1.0.0 # {"$imagepolicy": "apps:far"}
near: registry.example.com/acme/near:1.0.0 # {"$imagepolicy": "apps:near"}
`
const host = 'registry.example.com'
const waiting = new Map(['far', 'near'].map(name => [`${host}/acme/${name}`, host]))

test('what waits for the user says so once a host, behind the first value that it keeps from being known', () => {
  const { snapshot } = fixture(source)
  const text = snapshot.files.get('apps.yaml')?.text ?? ''
  const hints = waitingHints(snapshot, 'apps.yaml', [0, text.length], { waiting, isTrusted: true })
  assert.deepEqual(
    hints.map(({ label, host, offset }) => [label, host, text.slice(0, offset).split('\n').at(-1)]),
    [[`waiting for you: allow ${host}`, host, `far: ${host}/acme/far:1.0.0`]],
  )
  assert.deepEqual(waitingHints(snapshot, 'apps.yaml', [0, 10], { waiting, isTrusted: true }), [])
})

test('without trust one hint says that there are no tags, and none where there is nothing to list', () => {
  const { snapshot } = fixture(source)
  const untrusted = { waiting: new Map(), isTrusted: false }
  const labels = waitingHints(snapshot, 'apps.yaml', [0, 1000], untrusted).map(({ label }) => label)
  assert.deepEqual(labels, ['restricted mode: no tags'])
  const known = fixture(source.split('#- policy apps:far')[0] ?? '')
  assert.deepEqual(waitingHints(known.snapshot, 'apps.yaml', [0, 1000], untrusted), [])
})
