import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFailure } from '../../../server/src/flux/failure.ts'
import { checkRealm } from '../../../server/src/io/registry/contact/realm.ts'

/** What becomes of a realm: the token server's URL, or the code of the refusal. No packet is sent. */
function verdict(
  registry: string,
  realm: string | undefined,
  hasLogin = false,
  approved: string[] = [],
): string {
  try {
    return checkRealm(realm, { registry: new URL(registry), hasLogin, approved }).href
  } catch (error) {
    if (isFailure(error)) return error.code
    throw error
  }
}

test('a link-local or metadata address is never a token server, whoever names it, login or not', () => {
  const targets = [
    'https://169.254.169.254/latest/meta-data',
    'http://169.254.169.254/token',
    'https://169.254.0.1/',
    'https://[fe80::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:a9fe:a9fe::]/',
    'https://2852039166/',
    'https://0xa9.0xfe.0xa9.0xfe/',
    'https://0251.0376.0251.0376/',
    'https://metadata.google.internal/',
    'https://metadata.google.internal./',
    'https://100.100.100.200/',
    'https://[fd00:ec2::254]/',
    'https://0.0.0.0/',
    'https://[::]/',
  ]
  const registries = [
    'http://127.0.0.1:5000',
    'https://localhost:5000',
    'http://10.0.0.1',
    'https://ghcr.io',
    'http://169.254.169.254',
  ]
  for (const registry of registries) {
    for (const target of targets) {
      for (const hasLogin of [false, true]) {
        const host = URL.canParse(target) ? new URL(target).host : ''
        assert.equal(verdict(registry, target, hasLogin, [host]), 'E_REALM', `${registry} -> ${target}`)
      }
    }
  }
})

test('a private or loopback token server only at the registry’s own host and port, or where the user said so', () => {
  assert.equal(
    verdict('http://127.0.0.1:5000', 'https://127.0.0.1:5000/token'),
    'https://127.0.0.1:5000/token',
  )
  const others = [
    ['http://127.0.0.1:5000', 'https://127.0.0.1:5001/token'],
    ['http://localhost:5000', 'http://127.0.0.1:5000/token'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:6443/token'],
    ['https://10.1.2.3', 'https://192.168.0.9/token'],
    ['https://10.1.2.3', 'https://10.1.2.3:10250/token'],
  ] as const
  for (const [registry, realm] of others) {
    for (const hasLogin of [false, true]) {
      assert.equal(verdict(registry, realm, hasLogin), 'E_REALM_UNTRUSTED', realm)
      assert.equal(verdict(registry, realm, hasLogin, [new URL(realm).host]), realm)
    }
  }
  assert.equal(verdict('http://127.0.0.1:5000', 'https://10.0.0.1/token'), 'E_REALM')
  assert.equal(verdict('https://10.0.0.1', 'https://127.0.0.1/token'), 'E_REALM')
  assert.equal(verdict('https://ghcr.io', 'https://10.0.0.1/token'), 'E_REALM')
  assert.equal(verdict('https://ghcr.io', 'https://127.1/token'), 'E_REALM')
  assert.equal(verdict('https://ghcr.io', 'https://2130706433/token'), 'E_REALM')
  assert.equal(verdict('https://ghcr.io', 'https://evil.localhost/token'), 'E_REALM')
  assert.equal(verdict('https://ghcr.io', 'https://[::ffff:7f00:1]/token'), 'E_REALM')
})

test('a token server speaks https, or http beside a registry that does', () => {
  assert.equal(verdict('https://ghcr.io', 'http://ghcr.io/token'), 'E_REALM')
  assert.equal(verdict('https://registry.corp', 'http://registry.corp/token'), 'E_REALM')
  assert.equal(verdict('http://registry.corp', 'http://registry.corp/token'), 'http://registry.corp/token')
  assert.equal(verdict('http://registry.corp', 'http://evil.example/token'), 'E_REALM')
  assert.equal(verdict('http://registry.corp', 'https://auth.example/token'), 'https://auth.example/token')
  for (const realm of ['file:///etc/passwd', 'javascript:1', 'ftp://ghcr.io/', '', 'not a url', undefined]) {
    assert.equal(verdict('https://ghcr.io', realm), 'E_REALM', realm)
  }
  assert.equal(verdict('https://ghcr.io', 'https://user:pass@ghcr.io/token'), 'E_REALM')
})

test('a login goes to the own host and port, to a known pair, or where the user said so', () => {
  assert.equal(verdict('https://ghcr.io', 'https://ghcr.io/token', true), 'https://ghcr.io/token')
  assert.equal(
    verdict('https://index.docker.io', 'https://auth.docker.io/token', true),
    'https://auth.docker.io/token',
  )
  assert.equal(
    verdict('https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', true),
    'https://gitlab.com/jwt/auth',
  )
  assert.equal(verdict('https://registry.corp', 'https://evil.example/token', true), 'E_REALM_UNTRUSTED')
  assert.equal(
    verdict('https://registry.corp', 'https://evil.example/token', false),
    'https://evil.example/token',
  )
  assert.equal(verdict('https://ghcr.io', 'https://ghcr.io.evil.example/', true), 'E_REALM_UNTRUSTED')
  assert.equal(verdict('https://ghcr.io', 'https://ghcr.io:8443/token', true), 'E_REALM_UNTRUSTED')
  assert.equal(verdict('https://git.corp:5050', 'https://git.corp/jwt/auth', true), 'E_REALM_UNTRUSTED')
  assert.equal(
    verdict('https://git.corp:5050', 'https://git.corp/jwt/auth', true, ['git.corp']),
    'https://git.corp/jwt/auth',
  )
  assert.equal(
    verdict('https://git.corp', 'https://auth.corp:8443/', true, ['auth.corp']),
    'E_REALM_UNTRUSTED',
  )
  assert.equal(verdict('https://evil.example', 'https://auth.docker.io/token', true), 'E_REALM_UNTRUSTED')
  assert.equal(
    verdict('https://registry.corp', 'https://gitlab.corp/jwt', true, ['gitlab.corp']),
    'https://gitlab.corp/jwt',
  )
})
