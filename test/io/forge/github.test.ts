import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { rejects } from '../registry/contract.ts'
import { type ForgeServer, type Kind, type Reply, startForge } from './forge-server.ts'
import { testForgeClient } from './test-forge-client.ts'

const { signal } = new AbortController()

describe('github alone', () => {
  let server: ForgeServer
  before(async () => {
    server = await startForge('github')
  })
  after(() => server.close())
  const open = (kind: Kind = 'github') =>
    testForgeClient(kind, server).open(
      { url: server.url, branch: 'b', base: 'main', title: 't', body: '', labels: [], reviewers: [] },
      signal,
    )
  const answered = (reply: Reply) => {
    server.quirk = ({ method }) => (method === 'POST' ? reply : undefined)
    return open()
  }

  test('403 for single sign-on names the page to authorize the token on, if it is the forge’s own', async () => {
    const sso = (url: string): Reply => ({
      status: 403,
      headers: { 'x-github-sso': `required; url=${url}` },
      body: { message: 'Resource protected by organization SAML enforcement.' },
    })
    const page = `http://${server.host}/orgs/acme/sso?authorization_request=ABC`
    await rejects(answered(sso(page)), 'E_FORGE_SSO', /acme .*single sign-on.*authorization_request=ABC/)
    await rejects(answered(sso('https://evil.example/')), 'E_FORGE_SSO', /in the settings of your tokens/)
    const error = await answered(sso('https://evil.example/')).catch(error => error)
    assert.doesNotMatch(String(error.message), /evil/)
  })

  test('403 may mean a limit, by either of its headers', async () => {
    const reset = String(Date.UTC(2026, 0, 1, 0, 30) / 1000)
    const primary = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    await rejects(answered({ status: 403, headers: primary }), 'E_RATE_LIMITED', /until 00:30:00 UTC/)
    await rejects(
      answered({ status: 403, headers: { 'retry-after': '60' }, body: { message: 'secondary rate limit' } }),
      'E_RATE_LIMITED',
      /until 00:01:\d\d UTC.*secondary rate limit/,
    )
  })

  test('403 names the permission that is missing, and the switch for Actions', async () => {
    await rejects(
      answered({ status: 403, headers: { 'x-accepted-github-permissions': 'pull_requests=write' } }),
      'E_FORGE_DENIED',
      /permissions pull_requests=write/,
    )
    await rejects(
      answered({
        status: 403,
        body: { message: 'GitHub Actions is not permitted to create or approve pull requests.' },
      }),
      'E_FORGE_DENIED',
      /Allow GitHub Actions to create and approve pull requests/,
    )
  })

  test('422 for a base that is not there, and for a branch that brings nothing', async () => {
    const fault = (error: object): Reply => ({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ resource: 'PullRequest', ...error }] },
    })
    await rejects(
      answered(fault({ field: 'base', code: 'invalid' })),
      'E_FORGE_REFUSED',
      /main is no branch there/,
    )
    await rejects(
      answered(fault({ code: 'custom', message: 'No commits between main and b' })),
      'E_FORGE_REFUSED',
      /b has no commit that main lacks/,
    )
  })

  test('a head that the server ignores does not lead to another branch’s request', async () => {
    server.quirk = ({ method }) =>
      method === 'GET'
        ? {
            status: 200,
            body: [
              {
                number: 1,
                html_url: 'http://x/1',
                state: 'open',
                head: { ref: 'other', user: { login: 'acme' } },
              },
              {
                number: 2,
                html_url: 'http://x/2',
                state: 'open',
                head: { ref: 'b', user: { login: 'fork' } },
              },
            ],
          }
        : undefined
    assert.equal((await open()).created, true)
  })
})
