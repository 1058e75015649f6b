import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isFailure } from '../../../server/src/flux/failure.ts'
import { keysFor, readDockerConfig } from '../../../server/src/io/credentials/docker-config.ts'

const place = (host: string, repository = 'acme/web') => ({ host, repository })

test('a key stands for its host, whatever its spelling', () => {
  const cases: [string, string, boolean][] = [
    ['ghcr.io', 'ghcr.io', true],
    ['https://ghcr.io', 'ghcr.io', true],
    ['https://ghcr.io/v2/', 'ghcr.io', true],
    ['http://ghcr.io/some/path', 'ghcr.io', true],
    ['ghcr.io/v1/', 'ghcr.io', true],
    ['GHCR.io', 'ghcr.io', true],
    ['ghcr.io:443', 'ghcr.io', true],
    ['https://index.docker.io/v1/', 'index.docker.io', true],
    ['docker.io', 'index.docker.io', true],
    ['registry-1.docker.io', 'index.docker.io', false],
    ['ghcr.io:5000', 'ghcr.io', false],
    ['ghcr.io', 'ghcr.io:5000', false],
    ['ghcr.io', 'evil-ghcr.io', false],
    ['ghcr.io', 'ghcr.io.evil.example', false],
    ['hcr.io', 'ghcr.io', false],
    ['', 'ghcr.io', false],
  ]
  for (const [key, host, expected] of cases) {
    assert.equal(keysFor(place(host), [key]).length === 1, expected, `${key} for ${host}`)
  }
})

test('the narrowest path counts first', () => {
  const keys = ['corp.io', 'corp.io/team', 'corp.io/team/app', 'corp.io/te', 'corp.io/other']
  assert.deepEqual(keysFor(place('corp.io', 'team/app'), keys), [
    'corp.io/team/app',
    'corp.io/team',
    'corp.io',
  ])
})

test('a login is read from base64 up to the first colon; passwords hold colons', () => {
  const auth = Buffer.from('me:pa:ss\0\0').toString('base64')
  const { auths, credHelpers, credsStore } = readDockerConfig(
    JSON.stringify({
      auths: {
        'ghcr.io': { auth },
        'quay.io': {},
        'a.io': { identitytoken: 't' },
        'b.io': { registrytoken: 'r' },
      },
      credHelpers: { 'gcr.io': 'gcloud', 'x.io': 7 },
      credsStore: 'desktop',
    }),
    'config.json',
  )
  assert.deepEqual(auths.get('ghcr.io'), { username: 'me', password: 'pa:ss' })
  assert.deepEqual(auths.get('quay.io'), {})
  assert.deepEqual(auths.get('a.io'), { identityToken: 't' })
  assert.deepEqual(auths.get('b.io'), { registryToken: 'r' })
  assert.deepEqual([...credHelpers], [['gcr.io', 'gcloud']])
  assert.equal(credsStore, 'desktop')
})

test('a broken file is a failure that names the file, and none of its content', () => {
  for (const text of [
    '{"auths": {"ghcr.io": {"auth": "s3cret',
    '[]',
    '{"auths":{"ghcr.io":{"auth":"s3cret~~"}}}',
  ]) {
    assert.throws(
      () => readDockerConfig(text, '~/.docker/config.json'),
      error =>
        isFailure(error, 'E_DOCKER_CONFIG') &&
        /~\/\.docker/.test(error.message) &&
        !/s3cret/.test(error.message),
    )
  }
})

test('whatever stands in it, it is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      try {
        keysFor(place('ghcr.io'), readDockerConfig(text, 'f').auths.keys())
      } catch (error) {
        assert.ok(isFailure(error, 'E_DOCKER_CONFIG'), String(error))
      }
    }),
    { numRuns: 300 },
  )
})
