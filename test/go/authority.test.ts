import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAuthority, isIPv6 } from '../../server/src/go/authority.ts'

test('what Go takes as the host of a URL', () => {
  for (const host of [
    '',
    'ghcr.io',
    'é.io',
    'host:',
    'host:99999',
    '::1',
    '[::1]',
    '[fe80::1]:5000',
    'a_b',
    'a]b',
    '!$&\'()*+,;=<>~"',
  ]) {
    assert.equal(isAuthority(host), true, host)
  }
  for (const host of [
    'host:x',
    'a b',
    'user@host',
    'a%41',
    'a#b',
    'a?',
    'a\\b',
    'a|b',
    '[::1',
    '[1.2.3.4]',
    '[fe80::1%25en0]',
    'a[::1]',
    '[::1]x',
    '[]',
  ]) {
    assert.equal(isAuthority(host), false, host)
  }
})

test('what netip takes as an IPv6 address', () => {
  for (const address of [
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '::ffff:10.0.0.1',
    '1:2:3:4:5:6:1.2.3.4',
  ]) {
    assert.equal(isIPv6(address), true, address)
  }
  for (const address of [
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    '1.2.3.4',
    '1.2.3.4::',
    '::1.2.3',
    '::01.2.3.4',
    '::256.1.1.1',
  ]) {
    assert.equal(isIPv6(address), false, address)
  }
})
