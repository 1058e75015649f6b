import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { forgeFailureCodes } from '../../../server/src/flux/failure-codes.ts'
import { editorTokens } from '../../../server/src/io/forge/editor-tokens.ts'
import { environmentForges } from '../../../server/src/io/forge/environment-forges.ts'
import { environmentTokens } from '../../../server/src/io/forge/environment-tokens.ts'
import { forgePlace } from '../../../server/src/io/forge/place.ts'
import type { TokenPlace } from '../../../server/src/io/forge/token.ts'
import { rejects } from '../registry/contract.ts'

const { signal } = new AbortController()

test('every code of a forge is in the manual', () => {
  const page = readFileSync('docs/pull-requests.md', 'utf8')
  assert.deepEqual(
    forgeFailureCodes.filter(code => !page.includes(`| \`${code}\` |`)),
    [],
  )
})

async function source(
  forge: TokenPlace['forge'],
  host: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { found, hint } = await environmentTokens(env).find({ forge, host }, signal)
  return found ? `${found.source}=${found.token}` : (hint ?? 'none')
}

test('a token of the environment is for one host: the public one, or that which is named beside it', async () => {
  const gh = { GITHUB_TOKEN: 'g' }
  assert.equal(await source('github', 'github.com', gh), 'GITHUB_TOKEN=g')
  assert.equal(await source('github', 'acme.ghe.com', gh), 'GITHUB_TOKEN=g')
  assert.match(await source('github', 'git.corp', gh), /GITHUB_TOKEN is for github\.com; GH_HOST=git\.corp/)
  assert.equal(await source('github', 'git.corp', { ...gh, GH_HOST: 'git.corp' }), 'GITHUB_TOKEN=g')
  assert.equal(await source('github', 'github.com', { ...gh, GH_TOKEN: 'h' }), 'GH_TOKEN=h')
  // A job at an own server: its token is not for github.com.
  const job = { ...gh, GITHUB_SERVER_URL: 'https://git.corp' }
  assert.equal(await source('github', 'git.corp', job), 'GITHUB_TOKEN=g')
  assert.match(await source('github', 'github.com', job), /is for git\.corp/)
  const enterprise = { GH_ENTERPRISE_TOKEN: 'e', GH_HOST: 'git.corp' }
  assert.equal(await source('github', 'git.corp', enterprise), 'GH_ENTERPRISE_TOKEN=e')
  assert.equal(await source('github', 'github.com', { GH_ENTERPRISE_TOKEN: 'e' }), 'none')

  assert.equal(await source('gitlab', 'gitlab.com', { GITLAB_TOKEN: 'l' }), 'GITLAB_TOKEN=l')
  assert.match(await source('gitlab', 'git.corp', { GITLAB_TOKEN: 'l' }), /is for gitlab\.com; GITLAB_HOST/)
  const ci = { GITLAB_TOKEN: 'l', CI_SERVER_URL: 'https://git.corp:8443/gitlab' }
  assert.equal(await source('gitlab', 'git.corp:8443', ci), 'GITLAB_TOKEN=l')
  assert.match(await source('gitlab', 'gitlab.com', ci), /is for git\.corp:8443/)

  assert.equal(await source('gitea', 'codeberg.org', { FORGEJO_TOKEN: 'f' }), 'FORGEJO_TOKEN=f')
  assert.match(await source('gitea', 'codeberg.org', { GITEA_TOKEN: 't' }), /GITEA_TOKEN is for gitea\.com/)
  const gitea = { GITEA_TOKEN: 't', GITEA_SERVER_URL: 'https://git.corp/' }
  assert.equal(await source('gitea', 'git.corp', gitea), 'GITEA_TOKEN=t')
  const actions = { GITHUB_TOKEN: 'j', GITHUB_SERVER_URL: 'https://git.corp', FORGEJO_ACTIONS: 'true' }
  assert.equal(await source('gitea', 'git.corp', actions), 'GITHUB_TOKEN=j')
  assert.equal(await source('github', 'github.com', {}), 'none')
  // What empty variables leave.
  assert.equal(await source('github', 'github.com', { GH_TOKEN: '', GITHUB_TOKEN: 'g' }), 'GITHUB_TOKEN=g')
})

test('the token of a job of GitLab CI cannot open requests, and that is said', async () => {
  const env = { CI_JOB_TOKEN: 'j', CI_SERVER_URL: 'https://gitlab.com' }
  assert.match(await source('gitlab', 'gitlab.com', env), /CI_JOB_TOKEN cannot open merge requests/)
  assert.equal(await source('gitlab', 'gitlab.com', { ...env, GITLAB_TOKEN: 'l' }), 'GITLAB_TOKEN=l')
})

test('what serves a host is known from the CI system that names it', () => {
  assert.deepEqual(environmentForges({}), {})
  assert.deepEqual(
    environmentForges({ GITHUB_SERVER_URL: 'https://git.corp', CI_SERVER_URL: 'https://lab.corp:8443' }),
    { 'git.corp': 'github', 'lab.corp:8443': 'gitlab' },
  )
  assert.deepEqual(environmentForges({ GITHUB_SERVER_URL: 'https://git.corp', FORGEJO_ACTIONS: 'true' }), {
    'git.corp': 'forgejo',
  })
  assert.deepEqual(environmentForges({ GH_HOST: 'git.corp', GITEA_SERVER_URL: ':' }), {
    'git.corp': 'github',
  })
})

test('where the interface of a forge is', () => {
  const apiOf = (url: string, own = {}) => forgePlace(url, own)?.api
  assert.equal(apiOf('git@github.com:acme/fleet.git'), 'https://api.github.com')
  assert.equal(apiOf('ssh://git@ssh.github.com:443/acme/fleet.git'), 'https://api.github.com')
  assert.equal(apiOf('https://acme.ghe.com/acme/fleet'), 'https://api.acme.ghe.com')
  assert.equal(apiOf('git@git.corp:acme/fleet', { 'git.corp': 'github' }), 'https://git.corp/api/v3')
  assert.equal(apiOf('https://gitlab.com/a/b/c.git'), 'https://gitlab.com/api/v4')
  assert.deepEqual(forgePlace('https://gitlab.com/a/b/c.git', {})?.path, ['a', 'b', 'c'])
  assert.equal(apiOf('https://codeberg.org/acme/fleet'), 'https://codeberg.org/api/v1')
  assert.equal(
    apiOf('https://git.corp:8443/acme/fleet', { 'git.corp:8443': 'gitea' }),
    'https://git.corp:8443/api/v1',
  )
  for (const url of [
    'https://bitbucket.org/a/b',
    'https://dev.azure.com/a/b/_git/c',
    'https://git.corp/a/b',
    '/srv/x',
    'https://github.com/acme',
  ])
    assert.equal(apiOf(url), undefined, url)
  assert.equal(apiOf('https://constructor/a/b', { x: 'github' }), undefined)
})

test('the editor is asked with forge and host, and what it gives is read with care', async () => {
  const place = { forge: 'github', host: 'github.com' } as const
  const asked: unknown[] = []
  const answers = (answer: unknown) =>
    editorTokens(async request => {
      asked.push(request)
      return answer
    }).find(place, signal)
  const token = { source: 'the editor’s GitHub session', token: 't' }
  assert.deepEqual(await answers(token), { found: token })
  assert.deepEqual(asked, [place])
  for (const answer of [
    null,
    undefined,
    'x',
    {},
    { token: 7, source: 'x' },
    { token: '', source: 'x' },
    { hosts: [] },
  ])
    assert.deepEqual(await answers(answer), {})
  assert.match(
    (await editorTokens(() => Promise.reject(new Error('no'))).find(place, signal)).hint ?? '',
    /no token/,
  )
  assert.match(
    (await editorTokens(() => new Promise(() => {}), 1).find(place, signal)).hint ?? '',
    /no token/,
  )
  const gone = AbortSignal.abort()
  await rejects(editorTokens(() => Promise.reject(new Error('no'))).find(place, gone), 'E_CANCELLED')
})
