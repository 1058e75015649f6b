import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  canonicalImage,
  parseImage,
  parseReference,
  type Repository,
} from '../../server/src/flux/resources/image.ts'
import { isGoError } from '../../server/src/go/go-error.ts'

function image(text: string, insecure = false): Repository {
  const parsed = parseImage(text, insecure)
  assert.ok(!isGoError(parsed), text)
  return parsed
}

test('one image has one canonical name', () => {
  for (const [text, canonical] of [
    ['nginx', 'index.docker.io/library/nginx'],
    ['docker.io/nginx', 'index.docker.io/library/nginx'],
    ['index.docker.io/library/nginx', 'index.docker.io/library/nginx'],
    ['acme/web', 'index.docker.io/acme/web'],
    ['localhost/web', 'index.docker.io/localhost/web'],
    ['ghcr.io', 'index.docker.io/library/ghcr.io'],
    ['ghcr.io/acme/web', 'ghcr.io/acme/web'],
    ['GHCR.io/acme/web', 'GHCR.io/acme/web'],
    ['registry:5000/web', 'registry:5000/web'],
    ['/web', 'index.docker.io//web'],
  ] as const) {
    assert.equal(canonicalImage(text), canonical)
  }
})

test('plain HTTP is for insecure repositories and for hosts that look local', () => {
  for (const host of [
    'localhost:5000',
    'a.localhost',
    'a.localhost:80',
    '127.0.0.1',
    '127.0.0.1:5000',
    '[::1]:5000',
    '10.1.2.3',
    '172.16.0.1:5000',
    '172.31.255.255',
    '192.168.1.1',
  ]) {
    assert.equal(image(`${host}/web`).scheme, 'http', host)
  }
  for (const host of [
    'ghcr.io',
    'localhost.io',
    'a.local:5000',
    '172.32.0.1',
    '11.0.0.1',
    '10.1.2',
    '010.1.2.3',
    '0.0.0.0',
  ]) {
    assert.equal(image(`${host}/web`).scheme, 'https', host)
    assert.equal(image(`${host}/web`, true).scheme, 'http', host)
  }
})

test('go-containerregistry 0.21.6 takes a name that only holds a loopback address for local', () => {
  // Later versions ask for the whole host. The answer is Flux's; who sends a login has to look again.
  assert.equal(image('127.0.0.1.evil.example/web').scheme, 'http')
})

test('spec.image is a name and nothing else', () => {
  const hex = 'a'.repeat(64)
  for (const [text, err] of [
    ['https://ghcr.io/web', "image 'https://ghcr.io/web' should not include URL scheme; remove 'https://'"],
    ['ghcr.io/web:1.0', "image 'ghcr.io/web:1.0' should not include a tag; remove ':1.0'"],
    ['nginx:1.0', "image 'nginx:1.0' should not include a tag; remove ':1.0'"],
    [`nginx@sha256:${hex}`, `image 'nginx@sha256:${hex}' should not include a tag; remove ':${hex}'`],
    ['ghcr.io/Acme/web', 'could not parse reference: ghcr.io/Acme/web'],
    ['ghcr.io/a', 'could not parse reference: ghcr.io/a'],
    ['nginx ', 'could not parse reference: nginx '],
    ['host:x/web', 'could not parse reference: host:x/web'],
    ['', 'could not parse reference: '],
  ] as const) {
    assert.deepEqual(parseImage(text, false), { err })
  }
})

test('a reference names a tag, or a digest, which wins', () => {
  const digest = `sha256:${'0'.repeat(64)}`
  const read = (text: string): object => {
    const parsed = parseReference(text)
    if (isGoError(parsed)) return parsed
    return [parsed.name, parsed.kind, parsed.identifier, parsed.context.canonical, parsed.string]
  }
  const nginx = 'index.docker.io/library/nginx'
  assert.deepEqual(read('nginx'), [`${nginx}:latest`, 'tag', 'latest', nginx, 'nginx'])
  assert.deepEqual(read('r:5000/web:1_0'), ['r:5000/web:1_0', 'tag', '1_0', 'r:5000/web', 'r:5000/web:1_0'])
  const both = `nginx:1.0@${digest}`
  assert.deepEqual(read(both), [`${nginx}@${digest}`, 'digest', digest, nginx, both])
  for (const text of [
    'nginx:',
    'nginx:a b',
    `nginx:${'a'.repeat(129)}`,
    'nginx@sha256:00',
    `nginx@${digest}@${digest}`,
    `nginx@${digest.toUpperCase()}`,
  ]) {
    assert.deepEqual(read(text), { err: `could not parse reference: ${text}` })
  }
})

const someText = fc.oneof(
  fc.string(),
  fc
    .array(
      fc.constantFrom('a', 'ab', 'io', '.', ':', '/', '/', '-', 'docker.io', '127.0.0.1', '[::1]', 'A', 'é'),
      { maxLength: 12 },
    )
    .map(all => all.join('')),
)

test('a canonical name is its own canonical name', () => {
  fc.assert(
    fc.property(someText, text => {
      const canonical = canonicalImage(text)
      if (!isGoError(canonical)) assert.equal(canonicalImage(canonical), canonical)
    }),
    { numRuns: 1000 },
  )
})

test('every text has a reference or an error', () => {
  fc.assert(
    fc.property(someText, text => 'string' in parseReference(text) || isGoError(parseReference(text))),
  )
})
