import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ProxySettings, proxyFor } from '../../server/src/io/network/proxy.ts'

const PROXY = 'http://proxy.corp:3128'

function proxy(url: string, env: Record<string, string>, settings: ProxySettings = {}): string | undefined {
  return proxyFor(new URL(url), settings, env)?.host
}

test('the environment names the proxy, by scheme', () => {
  const env = { HTTPS_PROXY: PROXY, http_proxy: 'other.corp:80' }
  assert.equal(proxy('https://ghcr.io/', env), 'proxy.corp:3128')
  assert.equal(proxy('http://ghcr.io/', env), 'other.corp')
  assert.equal(proxy('https://ghcr.io/', { ALL_PROXY: PROXY }), 'proxy.corp:3128')
  assert.equal(proxy('https://ghcr.io/', {}), undefined)
  assert.equal(proxy('http://ghcr.io/', { HTTP_PROXY: PROXY, REQUEST_METHOD: 'GET' }), undefined)
})

test('the editor’s setting wins, and off means off', () => {
  const env = { HTTPS_PROXY: 'http://env.corp:1' }
  assert.equal(proxy('https://ghcr.io/', env, { url: PROXY }), 'proxy.corp:3128')
  assert.equal(proxy('https://ghcr.io/', env, { url: PROXY, support: 'off' }), undefined)
  assert.equal(proxy('https://ghcr.io/', env, { support: 'off' }), undefined)
  assert.equal(proxy('https://ghcr.io/', env, { support: 'override' }), 'env.corp:1')
  assert.equal(proxy('https://ghcr.io/', env, { url: 'not a url at all' }), undefined)
})

test('NO_PROXY and http.noProxy', () => {
  const cases: [string, string, boolean][] = [
    ['ghcr.io', 'https://ghcr.io/', true],
    ['ghcr.io', 'https://api.ghcr.io/', true],
    ['ghcr.io', 'https://evilghcr.io/', false],
    ['.corp', 'https://registry.corp/', true],
    ['*.corp', 'https://registry.corp/', true],
    ['.corp', 'https://corp/', false],
    ['registry.corp:5000', 'https://registry.corp:5000/', true],
    ['registry.corp:5000', 'https://registry.corp/', false],
    ['registry.corp:443', 'https://registry.corp/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['192.168.1.7/32', 'https://192.168.1.7/', true],
    ['0.0.0.0/0', 'https://8.8.8.8/', true],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', true],
    ['*', 'https://ghcr.io/', true],
    ['', 'https://ghcr.io/', false],
    [' , GHCR.io ', 'https://ghcr.io/', true],
  ]
  for (const [entry, url, isDirect] of cases) {
    assert.equal(
      proxy(url, { HTTPS_PROXY: PROXY, NO_PROXY: entry }) === undefined,
      isDirect,
      `${entry} for ${url}`,
    )
    const noProxy = entry.split(',')
    assert.equal(proxy(url, {}, { url: PROXY, noProxy }) === undefined, isDirect, `${entry} for ${url}`)
  }
})

test('this machine is never reached by a proxy', () => {
  for (const url of [
    'http://localhost:5000/',
    'http://127.0.0.1/',
    'https://[::1]/',
    'http://a.localhost/',
  ]) {
    assert.equal(proxy(url, { ALL_PROXY: PROXY }, { url: PROXY }), undefined)
  }
})
