import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { isFailure } from '../../../server/src/flux/failure.ts'
import type { PullRequestDraft } from '../../../server/src/ports.ts'
import { rejects } from '../registry/contract.ts'
import { pullRequestsContract } from './contract.ts'
import { type ForgeServer, type Reply, startForge, TOKEN } from './forge-server.ts'
import { type TestForgeClient, testForgeClient } from './test-forge-client.ts'
import { twinForge } from './twin.ts'

const { signal } = new AbortController()

pullRequestsContract('a forge in memory', async () => {
  const url = 'https://forge.example/acme/fleet.git'
  return { pullRequests: twinForge(url), url, close: async () => undefined }
})

for (const kind of ['github', 'gitlab', 'gitea'] as const)
  pullRequestsContract(kind, async () => {
    const server = await startForge(kind)
    return { pullRequests: testForgeClient(kind, server), url: server.url, close: server.close }
  })

for (const kind of ['github', 'gitlab', 'gitea'] as const)
  describe(`${kind}: what a server may answer`, () => {
    let server: ForgeServer
    let client: TestForgeClient
    const draft = (more: Partial<PullRequestDraft> = {}): PullRequestDraft => ({
      url: server.url,
      branch: 'flux/updates',
      base: 'main',
      title: 'Update web',
      body: '| new |',
      labels: [],
      reviewers: [],
      ...more,
    })
    before(async () => {
      server = await startForge(kind)
    })
    after(() => server.close())
    beforeEach(() => {
      client = testForgeClient(kind, server)
      server.quirk = undefined
      server.pulls.length = 0
    })
    /** Has every creation answered so; the failure that comes of it. */
    const refused = async (reply: Reply, code: string, message: RegExp) => {
      server.quirk = ({ method }) => (method === 'POST' ? reply : undefined)
      await rejects(client.open(draft(), signal), code, message)
    }

    test('labels and reviewers are set, and one that the forge does not know is told and stops nothing', async () => {
      const { notes, created } = await client.open(
        draft({ labels: ['deps', 'flux'], reviewers: ['ada'] }),
        signal,
      )
      assert.equal(created, true)
      assert.deepEqual(notes, [])
      const [pull] = server.pulls
      assert.deepEqual(pull?.labels, kind === 'gitea' ? [21, 22] : ['deps', 'flux'])
      assert.deepEqual(pull?.reviewers, kind === 'gitlab' ? [11] : ['ada'])

      const told = await client.open(draft({ branch: 'b', labels: ['new'], reviewers: ['carol'] }), signal)
      assert.equal(told.created, true)
      assert.match(told.notes.join('\n'), /carol/)
      if (kind === 'gitea') assert.match(told.notes.join('\n'), /label new/)
    })

    test('an open request keeps what a person wrote: title, and text around ours', async () => {
      await client.open(draft(), signal)
      const [pull] = server.pulls
      assert.ok(pull)
      pull.body = `${pull.body}\n\nDo not merge before noon.`
      await client.open(draft({ title: 'Update api', body: '| newer |' }), signal)
      assert.match(pull.body, /\| newer \|[\s\S]*Do not merge before noon\./)
      assert.doesNotMatch(pull.body, /\| new \|/)
      assert.equal(pull.title, 'Update api')

      Object.assign(pull, { body: 'By hand.', title: 'Mine' })
      await client.open(draft(), signal)
      assert.equal(pull.title, 'Mine')
      assert.match(pull.body, /^By hand\.\n\n[\s\S]*\| new \|/)
    })

    test('a request that somebody opens at the same moment is updated', async () => {
      let isFirst = true
      server.quirk = ({ method }) => {
        if (method !== 'GET' || !isFirst) return undefined
        isFirst = false
        return { status: 200, body: [] }
      }
      await testForgeClient(kind, server).open(draft(), signal)
      isFirst = true
      const second = await client.open(draft(), signal)
      assert.equal(second.created, false)
      assert.equal(server.pulls.length, 1)
    })

    test('401', async () => {
      server.quirk = () => ({ status: 401, body: { message: 'Bad credentials' } })
      await rejects(
        client.open(draft(), signal),
        'E_FORGE_CREDENTIALS',
        /rejected the token \(source: test\).*Make a new one.*Bad credentials/,
      )
    })

    test('403', () =>
      refused(
        { status: 403, body: { message: 'No right' } },
        'E_FORGE_DENIED',
        /\(source: test\) may not.*needs the/,
      ))

    test('404', async () => {
      server.quirk = () => ({ status: 404, body: { message: 'Not Found' } })
      await rejects(
        client.open(draft(), signal),
        'E_FORGE_NOT_FOUND',
        /acme\/fleet does not exist on .*hidden from this token/,
      )
    })

    test('422', () =>
      refused(
        { status: 422, body: { message: 'Validation Failed', errors: [{ message: 'Head sha is blank' }] } },
        'E_FORGE_REFUSED',
        /Head sha is blank/,
      ))

    test('429 is waited for where that is bearable, and else said with the time', async () => {
      let replies = 1
      server.quirk = ({ method }) =>
        method === 'POST' && replies-- > 0 ? { status: 429, headers: { 'retry-after': '7' } } : undefined
      assert.equal((await client.open(draft(), signal)).created, true)
      assert.ok(client.waits.reduce((sum, ms) => sum + ms, 0) >= 7000)

      server.quirk = () => ({ status: 429, headers: { 'retry-after': '3600' }, body: {} })
      await rejects(client.open(draft(), signal), 'E_RATE_LIMITED', /wait until 01:00:\d\d UTC/)
      const count = server.seen.length
      await rejects(client.open(draft(), signal), 'E_RATE_LIMITED')
      assert.equal(server.seen.length, count, 'nothing is sent before')
    })

    test('5xx is tried again, a few times', async () => {
      let replies = 2
      server.quirk = () => (replies-- > 0 ? { status: 502, body: '<html>' } : undefined)
      assert.equal((await client.open(draft(), signal)).created, true)
      server.quirk = () => ({ status: 503, body: '<html>' })
      await rejects(client.open(draft({ branch: 'b' }), signal), 'E_FORGE_STATUS', /answered 503/)
      assert.ok(client.waits.length <= 6)
    })

    test('a login page, and an answer of another shape', async () => {
      server.quirk = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' })
      await rejects(client.defaultBranch(server.url, signal), 'E_NOT_JSON', /login page/)
      await refused({ status: 201, body: { message: 'ok' } }, 'E_SHAPE', /no (pull|merge) request/)
      const page = { number: 1, iid: 1, html_url: 'javascript:x', web_url: 'javascript:x', state: 'open' }
      await refused({ status: 201, body: page }, 'E_SHAPE', /none of the web/)
    })

    test('a redirect to another host is refused, and the token does not go there', async () => {
      const other = await startForge(kind)
      try {
        for (const status of [301, 302, 307, 308]) {
          const location = `http://${other.host.replace('127.0.0.1', 'localhost')}/api`
          server.quirk = () => ({ status, headers: { location } })
          await rejects(client.open(draft(), signal), 'E_REDIRECT_TARGET', /refused/)
          server.quirk = () => ({ status, headers: { location: 'https://forge.example/api' } })
          await rejects(
            client.open(draft(), signal),
            'E_REDIRECT_HOST',
            /forge\.example; the token is not sent there/,
          )
        }
        assert.deepEqual(other.seen, [])
      } finally {
        await other.close()
      }
    })

    test('a redirect within the host is followed; one of a repository that has moved is told where it would lose the request', async () => {
      server.quirk = ({ path, method }) =>
        method === 'GET' && !path.includes('moved=1')
          ? {
              status: 301,
              headers: { location: `http://${server.host}${path}${path.includes('?') ? '&' : '?'}moved=1` },
            }
          : undefined
      assert.equal(await client.defaultBranch(server.url, signal), 'main')
      await refused(
        { status: 301, headers: { location: `http://${server.host}/repositories/7` } },
        'E_FORGE_NOT_FOUND',
        /has moved to .*git remote set-url/,
      )
      server.quirk = () => ({ status: 307, headers: { location: '/again' } })
      await rejects(client.open(draft(), signal), 'E_REDIRECT_LOOP')
    })

    test('the token is sent to the forge alone, and is in no message', async () => {
      server.quirk = ({ method }) =>
        method === 'POST' ? { status: 403, body: { message: `no: ${'x'.repeat(9)}` } } : undefined
      const error = await client.open(draft(), signal).catch(error => error)
      assert.ok(isFailure(error))
      assert.ok(!JSON.stringify([error.message, error.stack, error.cause]).includes(TOKEN))
      assert.ok(client.sent.length > 0)
      for (const { url, headers } of client.sent) {
        assert.equal(url.host, server.host)
        assert.ok(headers.authorization?.endsWith(TOKEN))
        assert.ok(!url.href.includes(TOKEN))
      }
    })

    test('nothing is sent offline, to a host without consent, over plain HTTP to elsewhere, or without a token', async () => {
      const none = async (more: Parameters<typeof testForgeClient>[2], code: string, url = server.url) => {
        const silent = testForgeClient(kind, server, more)
        await rejects(silent.open(draft({ url }), signal), code)
        assert.deepEqual(silent.sent, [])
      }
      await none({ isOnline: () => false }, 'E_OFFLINE')
      await none({ allows: async () => false }, 'E_HOST_NOT_APPROVED')
      await none({ tokens: [] }, 'E_FORGE_TOKEN')
      await none(
        { tokens: [{ find: async () => ({ found: { source: 'test', token: 'a\r\nb' } }) }] },
        'E_FORGE_TOKEN',
      )
      const forges = { 'git.example.com': kind }
      await none({ forges: () => forges }, 'E_PLAIN_LOGIN', 'http://git.example.com/acme/fleet')
      await none({}, 'E_FORGE_UNKNOWN', 'https://git.example.com/acme/fleet')
      await none({}, 'E_FORGE_UNKNOWN', '/srv/git/fleet.git')
    })
  })
