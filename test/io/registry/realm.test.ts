import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFailure } from '../../../server/src/io/failure.ts'
import { addressClass } from '../../../server/src/io/registry/contact/address.ts'
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

test('a private or loopback token server only beside a registry of the same class', () => {
  assert.equal(
    verdict('http://127.0.0.1:5000', 'https://127.0.0.1:5001/token'),
    'https://127.0.0.1:5001/token',
  )
  assert.equal(verdict('http://localhost:5000', 'http://127.0.0.1:5001/token'), 'http://127.0.0.1:5001/token')
  assert.equal(verdict('https://10.1.2.3', 'https://192.168.0.9/token'), 'https://192.168.0.9/token')
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

test('a login goes to the own host, to a known pair, or where the user said so', () => {
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
  assert.equal(verdict('https://evil.example', 'https://auth.docker.io/token', true), 'E_REALM_UNTRUSTED')
  assert.equal(
    verdict('https://registry.corp', 'https://gitlab.corp/jwt', true, ['gitlab.corp']),
    'https://gitlab.corp/jwt',
  )
})

test('addresses are classified whatever their spelling', () => {
  const cases: Record<string, string> = {
    '127.0.0.1': 'loopback',
    '127.255.0.1': 'loopback',
    '[::1]': 'loopback',
    '::1': 'loopback',
    '[::7f00:1]': 'loopback',
    'registry.localhost': 'loopback',
    localhost: 'loopback',
    'localhost.': 'loopback',
    '172.16.0.1': 'private',
    '172.32.0.1': 'public',
    '100.64.0.1': 'private',
    '[fd12::1]': 'private',
    '[::ffff:10.0.0.1]': 'private',
    '[fe80::1]': 'forbidden',
    '224.0.0.1': 'forbidden',
    '255.255.255.255': 'forbidden',
    '1.1.1.1': 'public',
    '[2606:4700::1111]': 'public',
    'ghcr.io': 'name',
    'localhost.evil.example': 'name',
    notlocalhost: 'name',
  }
  for (const [host, expected] of Object.entries(cases)) assert.equal(addressClass(host), expected, host)
})
