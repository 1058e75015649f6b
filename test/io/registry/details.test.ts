import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { testClient } from '../net/client.ts'
import { type Reply, startInternet } from '../net/internet.ts'

const { signal } = new AbortController()

/** A registry that holds these blobs, and what they are found under. */
function store() {
  const blobs = new Map<string, Buffer>()
  const tags = new Map<string, string>()
  const put = (value: object) => {
    const bytes = Buffer.from(JSON.stringify(value))
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    blobs.set(digest, bytes)
    return { digest, size: bytes.length }
  }
  const answer = ({ url }: { url: URL }): Reply => {
    const name = url.pathname.split('/').at(-1) ?? ''
    const bytes = blobs.get(tags.get(name) ?? name)
    return bytes === undefined ? { status: 404 } : { body: bytes }
  }
  return { put, tags, answer }
}

async function detailsOf(answer: (seen: { url: URL }) => Reply, tags = ['1']) {
  const net = await startInternet({ 'ghcr.io': answer })
  const client = testClient({ env: net.env })
  const found = []
  try {
    for (const tag of tags)
      found.push(await client.details({ image: 'ghcr.io/acme/web', insecure: false }, tag, signal))
  } finally {
    await client.close()
    await net.close()
  }
  return { found, requests: net.requests.map(({ url }) => url.pathname.split('/').at(-2)) }
}

test('a multi-arch image: platforms of the index, dates and labels of the config, three requests, once', async () => {
  const { put, tags, answer } = store()
  const config = put({
    created: '2026-03-04T05:06:07.891Z',
    config: {
      Labels: {
        'org.opencontainers.image.source': 'https://github.com/acme/web',
        'org.opencontainers.image.revision': 'abc123',
      },
    },
  })
  const image = put({ config, layers: [{ size: 100 }, { size: 23 }] })
  const attestation = put({ layers: [] })
  const index = put({
    manifests: [
      { ...put({}), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      { ...image, platform: { os: 'linux', architecture: 'amd64' } },
      { ...attestation, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
    annotations: { 'org.opencontainers.image.version': '1.2.3\u202e' },
  })
  tags.set('1', index.digest)
  tags.set('latest', index.digest)
  const { found, requests } = await detailsOf(answer, ['1', 'latest'])
  assert.deepEqual(found[0], {
    digest: index.digest,
    created: '2026-03-04T05:06:07.891Z',
    size: 123,
    platforms: ['linux/arm/v7', 'linux/amd64'],
    source: 'https://github.com/acme/web',
    revision: 'abc123',
    // A character that turns the order of words around is written out.
    version: '1.2.3\\u202e',
  })
  assert.deepEqual(found[1], found[0])
  assert.deepEqual(requests, ['manifests', 'manifests', 'blobs', 'manifests'])
})

test('dates of reproducible builds are unknown, and a label may know better', async () => {
  for (const [created, label, expected] of [
    ['1970-01-01T00:00:00Z', undefined, undefined],
    ['0001-01-01T00:00:00Z', undefined, undefined],
    ['1980-01-01T00:00:00Z', '2026-01-01T00:00:00+02:00', '2025-12-31T22:00:00.000Z'],
    ['yesterday', undefined, undefined],
  ]) {
    const { put, tags, answer } = store()
    const labels = label === undefined ? {} : { 'org.opencontainers.image.created': label }
    const config = put({ created, os: 'linux', architecture: 'arm64', config: { Labels: labels } })
    tags.set('1', put({ config, layers: [] }).digest)
    const { found } = await detailsOf(answer)
    assert.equal(found[0]?.created, expected)
    assert.deepEqual(found[0]?.platforms, ['linux/arm64'])
  }
})

test('a source that is no web address is left out', async () => {
  for (const source of ['javascript:alert(1)', 'command:x', 'https://me:s@evil.example', 'no']) {
    const { put, tags, answer } = store()
    tags.set('1', put({ annotations: { 'org.opencontainers.image.source': source } }).digest)
    assert.equal((await detailsOf(answer)).found[0]?.source, undefined)
  }
})

test('a config that cannot be had costs its part only; storage that nobody approved is not asked', async () => {
  const { put, tags, answer } = store()
  const config = put({ created: '2026-03-04T05:06:07Z' })
  tags.set('1', put({ config, layers: [{ size: 5 }] }).digest)
  const { found } = await detailsOf(seen =>
    seen.url.pathname.includes('/blobs/')
      ? { status: 307, headers: { location: 'https://cdn.example/x' } }
      : answer(seen),
  )
  assert.equal(found[0]?.size, 5)
  assert.equal(found[0]?.created, undefined)
  assert.match(found[0]?.note ?? '', /cdn\.example, which has not been approved/)
})

test('whatever a manifest holds, there is an answer', async () => {
  for (const value of [
    [],
    {},
    { manifests: 7 },
    { manifests: [null, {}] },
    { config: { digest: '../x' }, layers: [{ size: -1 }] },
  ]) {
    const { put, tags, answer } = store()
    tags.set('1', put(value).digest)
    assert.match((await detailsOf(answer)).found[0]?.digest ?? '', /^sha256:/)
  }
})
